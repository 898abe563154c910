// Keys in the grid: arrows go from cell to cell, unless a list is open or words are being typed. A list of boxes closes
// when it is left, and languages are suggested after a comma, too.
import { form } from "./cells.js";

const STEPS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -99],
  End: [0, 99],
};
const body = form.querySelector("tbody");
let typing = null; // the text field in which arrows move within the text
let opened = null; // the list that was opened last, for browsers that do not say whether it still is

const within = (place, most) => Math.min(Math.max(place, 0), most - 1);
const move = (from, [down, along]) => {
  const place = from.closest("td, th");
  const row = body.rows[within(place.parentElement.sectionRowIndex + down, body.rows.length)];
  const cell = row.cells[within(place.cellIndex + along, row.cells.length)];
  const field = cell.querySelector("summary, select, input:not([type=hidden])");
  field.focus();
  if (field.type === "text") {
    field.select();
  }
};
const isOpen = (field) => {
  try {
    return field.matches(":open");
  } catch {
    return field === opened;
  }
};
const isSelect = (field) => field.localName === "select";
const isBusy = (field) => field === typing || (isSelect(field) && isOpen(field));

const pressInBoxes = (list, box, event) => {
  const boxes = [...list.querySelectorAll("input")];
  const down = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (down) {
    event.preventDefault();
    boxes[within(boxes.indexOf(box) + down, boxes.length)].focus();
  } else if (event.key === "Enter") {
    event.preventDefault();
    list.parentElement.open = false;
    list.parentElement.querySelector("summary").focus();
  }
};
const pressEnter = (field, event) => {
  if (field.type === "text") {
    event.preventDefault();
    move(field, STEPS.ArrowDown);
  } else if (field.type === "checkbox") {
    event.preventDefault();
    field.click();
  } else if (isSelect(field) && field.showPicker) {
    event.preventDefault();
    opened = field;
    field.showPicker();
  }
};
const pressInCell = (field, event) => {
  if (event.key === "F2") {
    typing = field;
  } else if (event.key === "Enter" && !(isSelect(field) && isOpen(field))) {
    pressEnter(field, event);
  } else if (STEPS[event.key] && !isBusy(field)) {
    event.preventDefault();
    move(field, STEPS[event.key]);
  }
};
body.addEventListener("keydown", (event) => {
  const field = event.target;
  const list = field.closest(".dial-list > [role=group]");
  if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  if (event.altKey || event.key === " ") {
    opened = field;
  } else if (list) {
    pressInBoxes(list, field, event);
  } else {
    pressInCell(field, event);
  }
});

// Suggestions of languages, each after what is typed before the last comma

const languages = document.getElementById("languages");
const names = [...languages.options].map((option) => option.value);
let before = "";
const suggest = (field) => {
  const head = field.value.slice(0, field.value.lastIndexOf(",") + 1);
  if (field.list && head !== before) {
    before = head;
    languages.replaceChildren(...names.map((name) => new Option("", head ? `${head} ${name}` : name)));
  }
};

body.addEventListener("pointerdown", ({ target }) => {
  opened = isSelect(target) ? target : null;
  typing = target.type === "text" ? target : null;
});
body.addEventListener("focusout", () => {
  opened = null;
  typing = null;
});
body.addEventListener("change", () => {
  opened = null;
});
body.addEventListener("input", ({ target }) => {
  if (target.type === "text") {
    typing = target;
    suggest(target);
  }
});

// Scrolls an opened part into sight, and focuses its first box, if it has one.
const show = ({ target: details }) => {
  if (details.open) {
    (details.querySelector("input") || details.firstElementChild).focus();
    details.lastElementChild.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
};
body.parentElement.addEventListener("toggle", show, true);
const closeOthers = ({ target }) => {
  for (const list of form.querySelectorAll("details[open]")) {
    list.open = list.contains(target);
  }
};
document.addEventListener("focusin", closeOthers);
document.addEventListener("pointerdown", closeOthers);
