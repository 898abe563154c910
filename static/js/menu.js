// The menus at the top: Esc closes the account's.
const menu = document.querySelector(".menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
// On a narrow screen the pages of a class slide: the one that is open is in sight.
document.querySelector(".subtabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
