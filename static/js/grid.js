// The grid of considerations works as a form without this. With it, each cell is saved as it is changed and says so
// where it can't be, columns are filled on the spot, and arrow keys go from cell to cell.
"use strict";
const form = document.getElementById("grid");
if (form) {
  const cells = [...form.querySelectorAll("td[data-dial]")];
  const part = (name) => form.querySelector(`[data-${name}]`);
  const fields = (cell) => [...cell.querySelectorAll("select, input")];
  const key = (cell) => cell.parentElement.id;
  const name = (cell) => `${key(cell)}.${cell.dataset.dial}`;
  const button = (words, press) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-quiet";
    made.textContent = words;
    made.addEventListener("click", press);
    return made;
  };

  // What a cell holds

  const values = (cell) =>
    fields(cell).filter((field) => (field.type === "checkbox" ? field.checked : field.value.trim())).map((field) => field.value);
  const holds = (cell) => JSON.stringify(values(cell));
  const draw = (cell) => {
    const words = cell.querySelector("[data-words]");
    if (words) {
      const ticked = [...cell.querySelectorAll("label")].filter((line) => line.firstElementChild.checked);
      words.textContent = ticked.map((line) => line.textContent.trim()).join(", ") || "–";
    }
    for (const dial of cell.querySelectorAll(".dial")) {
      dial.classList.toggle("is-set", values(cell).length > 0);
    }
  };
  const put = (cell, texts) => {
    for (const field of fields(cell)) {
      if (field.type === "checkbox") {
        field.checked = texts.includes(field.value);
      } else {
        field.value = texts[0] || "";
      }
    }
    draw(cell);
  };

  // What is saved. `seen` is what the server has, `settled` what the cell held when that was so.

  const kept = new Map();
  for (const cell of cells) {
    const seen = JSON.parse(form.elements[`seen.${key(cell)}`].value)[cell.dataset.dial];
    const [{ error = "", missed }, held] = [cell.dataset, holds(cell)];
    kept.set(cell, { seen, settled: error ? JSON.stringify(seen) : held, error, refused: error && held, theirs: missed ? seen : null });
  }
  const unsaved = () => cells.filter((cell) => holds(cell) !== kept.get(cell).settled);
  const waiting = () => unsaved().filter((cell) => holds(cell) !== kept.get(cell).refused);
  let token = form.elements.csrfmiddlewaretoken.value;
  let trouble = "";
  let last = part("state").textContent || "Saves as you go";
  let busy = null;
  let go = null; // leaves the page, once the cover has fallen

  const body = (batch) => {
    const rows = new Map(batch.map((cell) => [key(cell), {}]));
    for (const cell of batch) {
      rows.get(key(cell))[cell.dataset.dial] = kept.get(cell).seen;
    }
    return new URLSearchParams([
      ["csrfmiddlewaretoken", token],
      ...[...rows].map(([child, seen]) => [`seen.${child}`, JSON.stringify(seen)]),
      ...batch.flatMap((cell) => values(cell).map((text) => [name(cell), text])),
    ]);
  };
  // The token of before signing in again is no good after it. The covered page brings the one of now.
  const renewToken = async () => {
    const page = await (await fetch(document.querySelector("[data-cover]").dataset.cover)).text();
    const found = new DOMParser().parseFromString(page, "text/html").querySelector("form [name=csrfmiddlewaretoken]");
    token = found ? found.value : token;
  };
  const post = async (batch) => {
    if (trouble) {
      await renewToken();
    }
    const data = body(batch);
    const answer = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: String(data).length < 60000,
      signal: AbortSignal.timeout?.(20000),
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      throw new Error("You were away too long. Sign in again in another tab, or uncover a page there, and then try again.");
    }
    if (!answer.ok) {
      const why = { 404: "This class is not open to you any more.", 409: "This class was archived: it can be read only." };
      throw new Error(why[answer.status] || "Something went wrong at our end.");
    }
    return answer.json();
  };
  const settle = (cell, sent, { now, error }) => {
    const was = kept.get(cell);
    was.error = error || "";
    was.refused = error ? sent : "";
    was.theirs = error && now && JSON.stringify(now) !== JSON.stringify(was.seen) ? now : null;
    if (!error) {
      was.seen = now;
      was.settled = sent;
      tidy(cell);
    }
  };
  // Words as the server keeps them; never under the hand that types.
  const tidy = (cell, focused = document.activeElement) => {
    const was = kept.get(cell);
    if (holds(cell) === was.settled && !cell.contains(focused)) {
      put(cell, was.seen);
      was.settled = holds(cell);
    }
  };
  const push = async () => {
    for (let batch = waiting(); batch.length; batch = waiting()) {
      const sent = batch.map(holds);
      const slow = setTimeout(() => say("Saving…"), 500);
      try {
        const { saved, cells: answers } = await post(batch);
        trouble = "";
        batch.forEach((cell, index) => settle(cell, sent[index], answers[name(cell)]));
        last = `Saved ${saved}`;
      } catch (error) {
        trouble = error instanceof TypeError || error.name === "TimeoutError" ? "No connection just now." : error.message;
        break;
      } finally {
        clearTimeout(slow);
      }
    }
    report();
  };
  // One at a time, so that an older value never overtakes a newer one.
  const save = () => {
    busy = busy || push().finally(() => (busy = null));
    return busy;
  };

  // What is said about it

  const say = (words) => (part("state").textContent = words);
  const line = (...words) => {
    const made = document.createElement("p");
    made.append(...words);
    return made;
  };
  const mark = (cell, on) => {
    cell.classList.toggle("is-unsaved", on);
    cell.querySelectorAll(".cell-error").forEach((note) => note.remove());
    if (on) {
      cell.insertAdjacentHTML("beforeend", '<small class="cell-error">Not saved</small>');
    }
    fields(cell).forEach((field) => (on ? field.setAttribute("aria-invalid", "true") : field.removeAttribute("aria-invalid")));
  };
  const refusal = (cell) => {
    const was = kept.get(cell);
    const look = button("Look", () => (cell.querySelector("summary") || fields(cell)[0]).focus());
    const mine = button("Keep mine", () => {
      Object.assign(was, { seen: was.theirs, refused: "" });
      save();
    });
    const theirs = button("Take theirs", () => {
      put(cell, was.theirs);
      Object.assign(was, { seen: was.theirs, settled: holds(cell), refused: "" });
      report();
    });
    return line(`${cell.dataset.label}: ${was.error} `, look, ...(was.theirs ? [mine, theirs] : []));
  };
  const count = (left) => `${left.length} ${left.length === 1 ? "change is" : "changes are"} not saved yet`;
  const report = () => {
    const [left, open] = [unsaved(), waiting()];
    const refused = left.filter((cell) => !open.includes(cell));
    const failed = trouble ? left : refused;
    cells.filter((cell) => failed.includes(cell) !== cell.classList.contains("is-unsaved")).forEach((cell) => mark(cell, failed.includes(cell)));
    say(failed.length ? "Not all saved" : last);
    const again = line(`${count(left)}. ${trouble} What you entered is still here. `, button("Try again", save));
    part("problems").replaceChildren(...(trouble && left.length ? [again] : []), ...refused.map(refusal));
    drawFills();
    if (go) {
      tellCovered(left);
    }
  };

  // When the cover falls, what was being typed is saved. Until it is, the page stays: covered, and with the values in it.

  const tellCovered = (left) => {
    const strip = document.querySelector("[data-uncovered]");
    strip.classList.remove("is-open");
    if (left.length) {
      const again = trouble ? button("Try again", save) : button("Uncover and mend", mend);
      const leave = button("Leave it", () => {
        cells.length = 0;
        go();
      });
      strip.replaceChildren(line(`Covered. ${count(left)}, and kept while this page stays open. ${trouble}`), again, leave);
    } else {
      go();
    }
  };
  const mend = () => {
    const lift = form.cloneNode(false);
    const field = ([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value });
    lift.append(...[...body(unsaved())].map(field));
    cells.length = 0;
    document.body.append(lift);
    lift.submit();
  };
  document.addEventListener("covering", (event) => {
    if (unsaved().length) {
      event.detail.push(new Promise((resolve) => (go = resolve)));
      save();
    }
  });
  addEventListener("online", () => trouble && save());
  addEventListener("beforeunload", (event) => {
    if (!busy && unsaved().length) {
      event.preventDefault();
    }
  });

  // Ticking children, and filling a column for them

  const boxes = [...form.querySelectorAll("input[name=pick]")];
  const drawTicks = () => {
    part("count").textContent = `${boxes.filter((box) => box.checked).length} chosen`;
    boxes.forEach((box) => box.closest("tr").classList.toggle("is-chosen", box.checked));
  };
  const split = (words) => words.split(/[,;]/).map((word) => word.trim()).filter(Boolean);
  const [columns, fills] = [part("columns"), form.elements.fill];
  const groups = [...fills.querySelectorAll("optgroup")];
  const drawFills = () => {
    const chosen = fills.value;
    const { dial } = groups[columns.selectedIndex].dataset;
    const words = cells.filter((cell) => cell.dataset.dial === dial && cell.dataset.kind === "words").flatMap(values).flatMap(split);
    const choices = [...groups[columns.selectedIndex].children].map((option) => [option.value, option.dataset.words]);
    const all = new Map([...words.sort().map((word) => [`${dial}=${word}`, word]), ...choices]);
    fills.replaceChildren(...[...all].map(([value, text]) => new Option(text, value, false, value === chosen)));
  };
  groups.forEach((group) => columns.append(new Option(group.label)));
  columns.addEventListener("change", drawFills);
  const filled = {
    one: (held, text) => [text],
    yes: (held, text) => [text],
    many: (held, text) => [...held, text],
    words: (held, text) => [[...held.flatMap(split).filter((word) => word.toLowerCase() !== text.toLowerCase()), text].join(", ")],
  };
  const fill = () => {
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    const [dial, text] = fills.value.split(/=(.*)/s);
    const before = cells.filter((cell) => cell.dataset.dial === dial && chosen.includes(key(cell))).map((cell) => [cell, values(cell)]);
    before.forEach(([cell]) => put(cell, text ? filled[cell.dataset.kind](values(cell), text) : []));
    const undo = button("Undo", () => {
      before.forEach(([cell, texts]) => put(cell, texts));
      part("filled").replaceChildren();
      save();
    });
    const what = `${columns.value}: ${fills.selectedOptions[0].text}, filled in for ${chosen.length} ${chosen.length === 1 ? "child" : "children"}.`;
    part("filled").replaceChildren(...(chosen.length ? [what, undo] : ["Tick the children first."]));
    save();
  };
  const tick = (on) => {
    boxes.forEach((box) => (box.checked = on));
    drawTicks();
  };
  const deeds = { save, fill, all: () => tick(true), none: () => tick(false) };
  for (const deed of form.querySelectorAll("button[name=do]")) {
    deed.hidden = deed.value === "save";
    deed.addEventListener("click", (event) => {
      event.preventDefault();
      deeds[deed.value]();
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    const cell = event.target.closest("td[data-dial]");
    if (cell) {
      draw(cell);
      part("filled").replaceChildren();
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

  part("columns").hidden = part("keys").hidden = false;
  drawTicks();
  report();
}
