// Coordinates what happens when a page covers itself.
const finishers = [];
let hasBegun = false;

/** Calls `finish` on covering. The covered page stays until its promise resolves. */
export const beforeCovering = (finish) => finishers.push(finish);

export const isCovering = () => hasBegun;

/** Resolves when the page may be left. */
export const beginCovering = () => {
  hasBegun = true;
  return Promise.all(finishers.map((finish) => finish()));
};

// An answer that is still on its way must not bring private things back.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (hasBegun) {
    event.detail.shouldSwap = false;
  }
});
