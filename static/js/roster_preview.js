// The preview of a list works without JavaScript. With it the result follows each choice at once; the page keeps its
// place then: what is open stays open, the table stays where it was scrolled, and focus is never lost.
const REFUSED = 422;

const open = new Set();
let scrolled = 0;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status === REFUSED) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
  open.clear();
  for (const part of document.querySelectorAll("#preview details[open]")) {
    open.add(part.id);
  }
  scrolled = document.getElementById("sent-box")?.scrollLeft ?? 0;
});

document.addEventListener("htmx:afterSettle", () => {
  for (const id of open) {
    document.getElementById(id)?.setAttribute("open", "");
  }
  const box = document.getElementById("sent-box");
  if (box) {
    box.scrollLeft = scrolled;
  }
  if (document.activeElement === document.body) {
    document.getElementById("summary").focus({ preventScroll: true });
  }
});
