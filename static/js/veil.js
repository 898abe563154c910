// Hides a note that a teacher is writing for a child: after 60 seconds without a touch, key or pointer move, on Esc and
// on leaving the tab. It stays in the page, so that nothing typed is lost, and a button shows it again.
import { watchIdle } from "./lib/idle.js";

const LIMIT = 60 * 1000;

const watch = (note) => {
  const bar = document.getElementById("veil");
  const button = bar.querySelector("button");
  const hide = () => {
    if (!note.hidden) {
      note.hidden = true;
      bar.hidden = false;
      button.focus();
    }
  };

  watchIdle({ limit: LIMIT, countsMoves: true, tick: (left) => left || hide() });
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && hide());
  button.addEventListener("click", () => {
    bar.hidden = true;
    note.hidden = false;
    note.querySelector("select").focus();
  });
};

const note = document.querySelector("[data-veiled]");
if (note) {
  watch(note);
}
