// The menus at the top. The menu of the account closes on Esc, and the focus goes back to where it was opened.
"use strict";
const menu = document.querySelector(".menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
// On a narrow screen the pages of a class stand in a row that slides: the one that is open is in sight.
document.querySelector(".subtabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
