// The moment in which a page covers itself.
const finishers = [];
let hasBegun = false;

/** Calls `finish`, and keeps the covered page until its promise is kept. */
export const beforeCovering = (finish) => finishers.push(finish);

export const isCovering = () => hasBegun;

/** Resolves when the page may go. */
export const beginCovering = () => {
  hasBegun = true;
  return Promise.all(finishers.map((finish) => finish()));
};

// What is still on its way from behind the cover comes too late.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (hasBegun) {
    event.detail.shouldSwap = false;
  }
});
