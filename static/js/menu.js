// The menus at the top: Esc closes the account menu.
const menu = document.querySelector(".menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
// On a narrow screen the tabs of a class scroll: the open one is scrolled into sight.
document.querySelector(".subtabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
