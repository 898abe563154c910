// Saves the cells of the grid as they are changed. What the server refuses stays in its cell until it is changed.
import { isRedirect, post } from "../lib/requests.js";
import { makeSaveQueue } from "../lib/save_queue.js";
import { cells, childOf, fillIn, form, textOf, nameOf, part, valuesOf } from "./cells.js";

const GIVE_UP_AFTER = 20_000;
const SLOW = 500;
const KEEPALIVE_LIMIT = 60_000; // a browser keeps no larger request alive when the page is left
const WHY = { 404: "This class is not open to you any more.", 409: "This class was archived: it can be read only." };
const AWAY_TOO_LONG =
  "You were away too long. Sign in again in another tab, or uncover a page there, and then try again.";

// For each cell: `seen` is the server's value, `settled` the text of the cell with that value, `error` why the server
// refused a value, `refused` the text of the cell then, and `theirs` the value that somebody else stored meanwhile.
const states = new Map();
for (const cell of cells) {
  const seen = JSON.parse(form.elements[`seen.${childOf(cell)}`].value)[cell.dataset.dial];
  const { error = "", missed } = cell.dataset;
  states.set(cell, {
    seen,
    settled: error ? JSON.stringify(seen) : textOf(cell),
    error,
    refused: error && textOf(cell),
    theirs: missed ? seen : null,
  });
}

let token = form.elements.csrfmiddlewaretoken.value;
let trouble = "";
let last = part("state").textContent || "Saves as you go";
const listeners = [];

/** Calls back after each attempt to save. */
export const onSave = (listener) => listeners.push(listener);
export const tellListeners = () => listeners.forEach((listener) => listener());
export const stateOf = (cell) => states.get(cell);
export const lastSaved = () => last;
/** Why saving fails at the moment, as a sentence. */
export const whyNot = () => trouble;
export const unsaved = () => cells.filter((cell) => textOf(cell) !== states.get(cell).settled);
/** The unsaved cells, without those whose present value was refused. */
export const waiting = () => unsaved().filter((cell) => textOf(cell) !== states.get(cell).refused);

/** The form data for these cells: their values, and those that the server is expected to have. */
export const bodyOf = (batch) => {
  const rows = new Map(batch.map((cell) => [childOf(cell), {}]));
  for (const cell of batch) {
    rows.get(childOf(cell))[cell.dataset.dial] = states.get(cell).seen;
  }
  return new URLSearchParams([
    ["csrfmiddlewaretoken", token],
    ...[...rows].map(([child, seen]) => [`seen.${child}`, JSON.stringify(seen)]),
    ...batch.flatMap((cell) => valuesOf(cell).map((text) => [nameOf(cell), text])),
  ]);
};

// A token from before signing in again is not valid any more. The covered page has the present one.
const renewToken = async () => {
  const page = await (await fetch(document.querySelector("[data-cover]").dataset.cover)).text();
  const found = new DOMParser().parseFromString(page, "text/html").querySelector("form [name=csrfmiddlewaretoken]");
  token = found ? found.value : token;
};
const postCells = async (batch) => {
  if (trouble) {
    await renewToken();
  }
  const data = bodyOf(batch);
  const answer = await post(form.action, data, {
    headers: { Accept: "application/json" },
    keepalive: String(data).length < KEEPALIVE_LIMIT,
    limit: GIVE_UP_AFTER,
  });
  if (isRedirect(answer) || answer.status === 403) {
    throw new Error(AWAY_TOO_LONG);
  }
  if (!answer.ok) {
    throw new Error(WHY[answer.status] || "Something went wrong at our end.");
  }
  return answer.json();
};

/** Shows words as the server stored them, but never while they are being typed. */
export const tidy = (cell, focused = document.activeElement) => {
  const was = states.get(cell);
  if (textOf(cell) === was.settled && !cell.contains(focused)) {
    fillIn(cell, was.seen);
    was.settled = textOf(cell);
  }
};
const settle = (cell, sent, { now, error }) => {
  const was = states.get(cell);
  was.error = error || "";
  was.refused = error ? sent : "";
  was.theirs = error && now && JSON.stringify(now) !== JSON.stringify(was.seen) ? now : null;
  if (!error) {
    was.seen = now;
    was.settled = sent;
    tidy(cell);
  }
};
const saveBatch = async (batch) => {
  const sent = batch.map(textOf);
  const slow = setTimeout(() => {
    part("state").textContent = "Saving…";
  }, SLOW);
  try {
    const { saved, cells: answers } = await postCells(batch);
    trouble = "";
    batch.forEach((cell, index) => settle(cell, sent[index], answers[nameOf(cell)]));
    last = `Saved ${saved}`;
  } finally {
    clearTimeout(slow);
  }
};

const queue = makeSaveQueue({
  send: async () => {
    for (let batch = waiting(); batch.length; batch = waiting()) {
      await saveBatch(batch);
    }
  },
  sent: (error) => {
    if (error) {
      const isLost = error instanceof TypeError || error.name === "TimeoutError";
      trouble = isLost ? "No connection just now." : error.message;
    }
    tellListeners();
  },
});
export const { save } = queue;

/** Stops all saving, since the page is left. */
export const forget = () => {
  cells.length = 0;
};
addEventListener("online", () => trouble && save());
addEventListener("beforeunload", (event) => {
  if (!queue.isBusy() && unsaved().length) {
    event.preventDefault();
  }
});
