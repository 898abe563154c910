// Turns the cards on the wall by the arrow keys, and by the keys of a presenter's remote.
const KEYS = {
  ArrowRight: "[data-next]",
  PageDown: "[data-next]",
  ArrowLeft: "[data-before]",
  PageUp: "[data-before]",
};

addEventListener("keydown", (event) => {
  const button = event.key in KEYS && document.querySelector(KEYS[event.key]);
  if (button && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    button.click();
  }
});
