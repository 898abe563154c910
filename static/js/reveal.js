// The arrows, and the keys of a presenter's remote, turn the cards on the wall.
"use strict";
const KEYS = { ArrowRight: "[data-next]", PageDown: "[data-next]", ArrowLeft: "[data-before]", PageUp: "[data-before]" };
addEventListener("keydown", (event) => {
  const button = document.querySelector(KEYS[event.key] ?? "[data-none]");
  if (button && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    button.click();
  }
});
