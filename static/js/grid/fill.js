// Fills a column of the grid for the children who are ticked.
import { makeButton } from "../lib/dom.js";
import { cells, childOf, fillIn, form, part, valuesOf } from "./cells.js";
import { save } from "./saving.js";

const boxes = [...form.querySelectorAll("input[name=pick]")];
const [columns, fills] = [part("columns"), form.elements.fill];
const groups = [...fills.querySelectorAll("optgroup")];
const split = (words) =>
  words
    .split(/[,;]/)
    .map((word) => word.trim())
    .filter(Boolean);

export const drawTicks = () => {
  part("count").textContent = `${boxes.filter((box) => box.checked).length} chosen`;
  boxes.forEach((box) => box.closest("tr").classList.toggle("is-chosen", box.checked));
};
export const tickAll = (isTicked) => {
  for (const box of boxes) {
    box.checked = isTicked;
  }
  drawTicks();
};

/** Offers the choices of the column, and the words that its cells hold. */
export const drawFills = () => {
  const chosen = fills.value;
  const group = groups[columns.selectedIndex];
  const { dial } = group.dataset;
  const inWords = cells.filter((cell) => cell.dataset.dial === dial && cell.dataset.kind === "words");
  const words = inWords.flatMap(valuesOf).flatMap(split).sort();
  const choices = [...group.children].map((option) => [option.value, option.dataset.words]);
  const all = new Map([...words.map((word) => [`${dial}=${word}`, word]), ...choices]);
  fills.replaceChildren(...[...all].map(([value, text]) => new Option(text, value, false, value === chosen)));
};

const isOther = (text) => (word) => word.toLowerCase() !== text.toLowerCase();
// The values of a cell of each kind after `text` is filled in.
const FILLED = {
  one: (values, text) => [text],
  yes: (values, text) => [text],
  many: (values, text) => [...values, text],
  words: (values, text) => [[...values.flatMap(split).filter(isOther(text)), text].join(", ")],
};
export const clearFilled = () => part("filled").replaceChildren();
const undo = (before) =>
  makeButton("Undo", () => {
    before.forEach(([cell, values]) => fillIn(cell, values));
    clearFilled();
    save();
  });
export const fill = () => {
  const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
  const [dial, text] = fills.value.split(/=(.*)/s);
  const column = cells.filter((cell) => cell.dataset.dial === dial && chosen.includes(childOf(cell)));
  const before = column.map((cell) => [cell, valuesOf(cell)]);
  for (const [cell, values] of before) {
    fillIn(cell, text ? FILLED[cell.dataset.kind](values, text) : []);
  }
  const what = `${columns.value}: ${fills.selectedOptions[0].text}`;
  const words = `${what}, filled in for ${chosen.length} ${chosen.length === 1 ? "child" : "children"}.`;
  part("filled").replaceChildren(...(chosen.length ? [words, undo(before)] : ["Tick the children first."]));
  save();
};

groups.forEach((group) => columns.append(new Option(group.label)));
columns.addEventListener("change", drawFills);
