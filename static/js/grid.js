// The grid of considerations works as a form without JavaScript. With it, each cell is saved when it is changed and
// shows if that fails, columns are filled at once, and arrow keys go from cell to cell.
import { draw, form, part } from "./grid/cells.js";
import { clearFilled, drawFills, drawTicks, fill, tickAll } from "./grid/fill.js";
import "./grid/keys.js";
import { report } from "./grid/report.js";
import { onSave, save, tellListeners, tidy } from "./grid/saving.js";

const BUTTONS = { save, fill, all: () => tickAll(true), none: () => tickAll(false) };

for (const button of form.querySelectorAll("button[name=do]")) {
  button.hidden = button.value === "save";
  button.addEventListener("click", (event) => {
    event.preventDefault();
    BUTTONS[button.value]();
  });
}
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", (event) => {
  const cell = event.target.closest("td[data-dial]");
  if (cell) {
    draw(cell);
    clearFilled();
    save();
  } else if (event.target.name === "pick") {
    drawTicks();
  }
});
form.addEventListener("focusout", (event) => {
  const cell = event.target.closest("td[data-dial]");
  if (cell) {
    tidy(cell, event.relatedTarget);
  }
});

part("columns").hidden = false;
part("keys").hidden = false;
onSave(report);
onSave(drawFills);
drawTicks();
tellListeners();
