// The review desk beyond forms: what a place would do is said beside the hand, Esc puts a child back, arrows go from
// child to child, nothing that was begun is lost when the desk is exchanged, and what changed elsewhere appears by itself;
// uncovered, it says what did.
"use strict";
const NEWS_EVERY = 4000;
const desk = () => document.getElementById("desk");
const isAsked = () => document.querySelector("dialog[open], .dragged");
const isUncovered = () => document.body.classList.contains("is-uncovered");

// Beside the hand

const says = (event) => {
  const place = event.target.closest("[data-place]");
  const output = document.querySelector("[data-says]");
  const who = place?.querySelector("[data-who]");
  if (who && output) {
    output.textContent = who.textContent;
  }
};
addEventListener("focusin", says);
addEventListener("pointerover", says);

addEventListener("keydown", (event) => {
  const back = document.querySelector("[data-put-back]");
  if (event.key === "Escape" && back && !isUncovered() && !isAsked()) {
    back.click();
  }
});

// By keys: back and forth, aside, and from child to child

const ALONG = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
addEventListener("keydown", (event) => {
  const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
  if (isUndo && !isAsked() && !pressed() && !event.target.matches("input, textarea")) {
    event.preventDefault();
    document.getElementById(event.shiftKey ? "redo" : "undo").click();
  }
  const child = event.target.closest?.("[data-child]");
  if (child && event.key === "Delete" && !pressed()) {
    document.querySelector("[data-hand] [value=aside]")?.click();
  }
  if (!child || !(event.key in ALONG)) {
    return;
  }
  event.preventDefault();
  const children = [...document.querySelectorAll("[data-child]")];
  const isTurned = getComputedStyle(child).direction === "rtl" && event.key.match(/Left|Right/);
  const place = children.indexOf(child) + ALONG[event.key] * (isTurned ? -1 : 1);
  children[(place + children.length) % children.length].focus();
});

// One after the other

const handOf = () => document.querySelector("#touch [name=hand]")?.value ?? "";
const versionOf = () => document.querySelector("#touch [name=version]").value;
const pressed = () => document.querySelector("#desk .htmx-request");

// What is to be done once the answer to what was pressed is here, or none comes: one thing, the first.
let waiting = null;
const whenAnswered = (then) => {
  if (pressed()) {
    waiting ??= then;
  } else {
    then();
  }
};
document.addEventListener("htmx:afterRequest", () => queueMicrotask(() => {
  const then = pressed() ? null : waiting;
  waiting = then ? null : waiting;
  then?.();
}));

// Who taps faster than the answer comes means what the page will show then: the child that was picked up is in the
// hand, or none is. Where it shows anything else the tap does nothing.
const tapLater = (child, first) => {
  const hand = first.matches("[data-child][name=child]") ? first.value : "";
  const version = hand && versionOf();
  whenAnswered(() => {
    const found = document.getElementById(child.id);
    const isMeant = handOf() === hand && (!hand || (versionOf() === version && found?.matches("[data-place]")));
    isMeant && found?.click();
  });
};
addEventListener("click", (event) => {
  const tapped = event.target.closest("[data-child], [data-place]");
  const first = tapped && pressed();
  const isSecond = tapped && event.detail > 1; // of a double click
  if (first || isSecond) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  if (first && !isSecond && first !== tapped && tapped.id) {
    tapLater(tapped, first);
  }
}, { capture: true });

// The desk is exchanged

// What has the focus then stands where it stood, or where the place stood that was chosen. What was pressed may be gone,
// or do nothing any more: `data-then` names what stands for it, else it is the child that was in the hand, else the heading.
const height = (element) => element?.getBoundingClientRect().top;
const there = (id) => [id, height(document.getElementById(id))];
let begun = { places: [], opened: [], typed: [] };
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const at = [document.activeElement, detail.requestConfig.elt].find((each) => each.closest("#desk > *"));
  const hand = `child-${handOf()}`;
  const first = at?.matches("[data-place]") ? [hand, height(at)] : there(at?.id);
  const fields = [...document.querySelectorAll("#desk details input[id]")];
  const typed = fields.filter((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
  begun = {
    places: at ? [first, ...[at.closest("[data-then]")?.dataset.then, hand, "plan-name"].map(there)] : [],
    opened: [...document.querySelectorAll("#desk [open] > summary")].filter((each) => !each.parentElement.contains(at)).map(({ id }) => id),
    typed: typed.map(({ id, value, checked }) => ({ id, value, checked })),
  };
});
document.addEventListener("htmx:afterSettle", () => {
  for (const summary of document.querySelectorAll("#desk summary")) {
    summary.parentElement.open = begun.opened.includes(summary.id);
  }
  for (const { id, value, checked } of begun.typed) {
    const field = document.getElementById(id);
    if (field && (field.value !== value.trim() || field.checked !== checked)) {
      Object.assign(field, { value, checked });
      field.closest("details").open = true;
    }
  }
  const question = document.querySelector("#desk [data-focus]");
  question?.focus();
  for (const [id, before] of question ? [] : begun.places) {
    const place = document.getElementById(id);
    place?.focus({ preventScroll: true });
    if (place && place === document.activeElement) {
      scrollBy(0, before > 0 && before < innerHeight ? height(place) - before : 0);
      place.scrollIntoView({ block: "nearest" });
      break;
    }
  }
  document.querySelector("#desk > [data-message]")?.scrollIntoView({ block: "center" }); // what is always said stays where it is
});
for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, () => {
    document.getElementById("offline").hidden = false;
  });
}
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) {
    document.getElementById("offline").hidden = true;
  }
});

// Changes of others

const isBusy = () => {
  const field = document.activeElement;
  return isAsked() || document.hidden || pressed() || desk().matches(":active") || field?.matches("input, textarea, select");
};
// News never come between: what is tapped while they are on their way goes first.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.requestConfig.elt === desk() && isBusy()) {
    event.detail.shouldSwap = false;
  }
});
// An answer from elsewhere says that there is no such desk any more: it is signed out, published or deleted.
const tell = async ({ words, told }) => {
  const place = document.querySelector("[data-changed] > p");
  if (place?.hidden) {
    const answer = await fetch(words, { headers: { "X-Polling": "true", "X-Told": told } }).catch(() => null);
    if (answer?.redirected || answer?.status === 404) {
      document.querySelector("[data-cover-now]").click();
    } else if (answer?.status === 200) {
      place.querySelector("span").textContent = await answer.text();
      place.hidden = false;
    }
  }
};
const look = (address) => {
  const query = handOf() && `?hand=${handOf()}`;
  htmx.ajax("GET", address + query, { source: desk(), headers: { "X-Polling": "true" } }).catch(() => {});
};
setInterval(() => {
  const { news, words } = desk().dataset;
  if (isBusy() || desk().matches(".htmx-request")) {
    return;
  }
  if (words) {
    tell(desk().dataset);
  } else if (news) {
    look(news);
  }
}, NEWS_EVERY);
