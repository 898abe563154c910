// A part of the page that is on its way from behind the cover comes too late once the page covers itself.
"use strict";
let isCovering = false;
document.addEventListener("covering", () => { isCovering = true; });
document.addEventListener("htmx:beforeSwap", (event) => {
  if (isCovering) {
    event.detail.shouldSwap = false;
  }
});
