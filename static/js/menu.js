// The menu closes on Esc, and the focus goes back to where it was opened.
"use strict";
const menu = document.querySelector(".menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
