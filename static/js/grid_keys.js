// Keys in the grid: arrows go from cell to cell, unless a list is open or words are being typed. Lists of boxes close
// behind whoever leaves them, and languages are suggested after a comma, too.
"use strict";
for (const body of document.querySelectorAll("#grid tbody")) {
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -99], End: [0, 99] };
  let typing = null; // the words that arrows stay in
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
  const isBusy = (field) => field === typing || (field.localName === "select" && isOpen(field));

  const inBoxes = (list, box, event) => {
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
  const enter = (field, event) => {
    if (field.type === "text") {
      event.preventDefault();
      move(field, STEPS.ArrowDown);
    } else if (field.type === "checkbox") {
      event.preventDefault();
      field.click();
    } else if (field.localName === "select" && field.showPicker) {
      event.preventDefault();
      opened = field;
      field.showPicker();
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
      inBoxes(list, field, event);
    } else if (event.key === "F2") {
      typing = field;
    } else if (event.key === "Enter" && !(field.localName === "select" && isOpen(field))) {
      enter(field, event);
    } else if (STEPS[event.key] && !isBusy(field)) {
      event.preventDefault();
      move(field, STEPS[event.key]);
    }
  });

  body.addEventListener("pointerdown", (event) => {
    opened = event.target.localName === "select" ? event.target : null;
    typing = event.target.type === "text" ? event.target : null;
  });
  body.addEventListener("focusout", () => {
    opened = typing = null;
  });
  body.addEventListener("change", () => {
    opened = null;
  });
  body.addEventListener("input", (event) => {
    if (event.target.type === "text") {
      typing = event.target;
      suggest(event.target);
    }
  });

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

  // What was opened comes into sight; of a list, its first box gets the focus.
  const show = ({ target: opened }) => {
    if (opened.open) {
      (opened.querySelector("input") || opened.firstElementChild).focus();
      opened.lastElementChild.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  };
  body.parentElement.addEventListener("toggle", show, true);
  for (const leaving of ["focusin", "pointerdown"]) {
    document.addEventListener(leaving, ({ target }) => {
      for (const list of document.querySelectorAll("#grid details[open]")) {
        list.open = list.contains(target);
      }
    });
  }
}
