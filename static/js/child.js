// Every child's page works without this. With it, a page that is brought back as it was left shows nothing before it is
// asked for again.
"use strict";
document.documentElement.classList.add("has-script");
window.addEventListener("pagehide", () => {
  document.documentElement.hidden = true;
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    location.reload();
  }
});
