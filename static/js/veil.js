// What a teacher is writing down for a child goes out of sight after 60 seconds without a touch, key or pointer move, on
// Esc and on leaving the tab. It stays in the page, so that nothing typed is lost: a button shows it again.
"use strict";
const written = document.querySelector("[data-veiled]");
if (written) {
  const REST = 60;
  const bar = document.getElementById("veil");
  const button = bar.querySelector("button");
  let left = REST;

  const veil = () => {
    if (!written.hidden) {
      written.hidden = true;
      bar.hidden = false;
      button.focus();
    }
  };
  setInterval(() => {
    left -= 1;
    if (left <= 0) {
      veil();
    }
  }, 1000);
  for (const doing of ["pointermove", "pointerdown", "keydown", "input", "touchstart", "wheel"]) {
    addEventListener(doing, () => { left = REST; }, { passive: true });
  }
  addEventListener("keydown", (event) => event.key === "Escape" && veil());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && veil());
  button.addEventListener("click", () => {
    bar.hidden = true;
    written.hidden = false;
    written.querySelector("select").focus();
  });
}
