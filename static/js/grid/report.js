// Shows the state of saving: below the grid, at each cell that is not saved, and on the covered page that waits for it.
import { beforeCovering } from "../lib/covering.js";
import { make, makeButton } from "../lib/dom.js";
import { cells, fieldsOf, fillIn, form, textOf, part } from "./cells.js";
import { bodyOf, forget, lastSaved, save, stateOf, tellListeners, unsaved, waiting, whyNot } from "./saving.js";

let leave = null; // leaves the page, after it was covered

const line = (...words) => make("p", {}, ...words);
const notSavedYet = (count) => `${count} ${count === 1 ? "change is" : "changes are"} not saved yet`;

const mark = (cell, isFailed) => {
  cell.classList.toggle("is-unsaved", isFailed);
  cell.querySelectorAll(".cell-error").forEach((note) => note.remove());
  if (isFailed) {
    cell.append(make("small", { className: "cell-error" }, "Not saved"));
  }
  for (const field of fieldsOf(cell)) {
    if (isFailed) {
      field.setAttribute("aria-invalid", "true");
    } else {
      field.removeAttribute("aria-invalid");
    }
  }
};

const refusal = (cell) => {
  const was = stateOf(cell);
  const look = makeButton("Look", () => (cell.querySelector("summary") || fieldsOf(cell)[0]).focus());
  const mine = makeButton("Keep mine", () => {
    Object.assign(was, { seen: was.theirs, refused: "" });
    save();
  });
  const theirs = makeButton("Take theirs", () => {
    fillIn(cell, was.theirs);
    Object.assign(was, { seen: was.theirs, settled: textOf(cell), refused: "" });
    tellListeners();
  });
  return line(`${cell.dataset.label}: ${was.error} `, look, ...(was.theirs ? [mine, theirs] : []));
};

export const report = () => {
  const [left, open] = [unsaved(), waiting()];
  const refused = left.filter((cell) => !open.includes(cell));
  const failed = whyNot() ? left : refused;
  for (const cell of cells) {
    if (failed.includes(cell) !== cell.classList.contains("is-unsaved")) {
      mark(cell, failed.includes(cell));
    }
  }
  part("state").textContent = failed.length ? "Not all saved" : lastSaved();
  const words = `${notSavedYet(left.length)}. ${whyNot()} What you entered is still here. `;
  const again = whyNot() && left.length ? [line(words, makeButton("Try again", save))] : [];
  part("problems").replaceChildren(...again, ...refused.map(refusal));
  if (leave) {
    reportCovered(left.length);
  }
};

// When the page is covered, typed values are saved. Until then the page stays, covered and with the values in it.

const reportCovered = (count) => {
  const strip = document.querySelector("[data-uncovered]");
  strip.classList.remove("is-open");
  if (!count) {
    leave();
    return;
  }
  const again = whyNot() ? makeButton("Try again", save) : makeButton("Uncover and mend", uncoverAgain);
  const leaveIt = makeButton("Leave it", () => {
    forget();
    leave();
  });
  const words = `Covered. ${notSavedYet(count)}, and kept while this page stays open. ${whyNot()}`;
  strip.replaceChildren(line(words), again, leaveIt);
};
// Sends the unsaved values along to the uncovered page, which shows why they were not saved.
const uncoverAgain = () => {
  const copy = form.cloneNode(false);
  copy.append(...[...bodyOf(unsaved())].map(([name, value]) => make("input", { type: "hidden", name, value })));
  forget();
  document.body.append(copy);
  copy.submit();
};
beforeCovering(() => {
  if (!unsaved().length) {
    return null;
  }
  save();
  return new Promise((resolve) => {
    leave = resolve;
  });
});
