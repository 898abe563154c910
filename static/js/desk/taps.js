// Taps and keys on the desk. Esc puts a child back, arrows go from child to child, Delete unpairs, Ctrl+Z undoes. A tap
// waits for the answer to the tap before.
export const desk = () => document.getElementById("desk");
export const isAsked = () => document.querySelector("dialog[open], .dragged");
/** The key of the child who is moved, or "". */
export const childInHand = () => document.querySelector("#touch [name=hand]")?.value ?? "";
export const version = () => document.querySelector("#touch [name=version]").value;
/** The element that was pressed, while its answer is on its way. */
export const pressed = () => document.querySelector("#desk .htmx-request");

// The first tap that waits is carried out once the answer is here, or none comes.
let waiting = null;
export const whenAnswered = (act) => {
  if (pressed()) {
    waiting ??= act;
  } else {
    act();
  }
};
const doWaiting = () => {
  const act = pressed() ? null : waiting;
  waiting = act ? null : waiting;
  act?.();
};
document.addEventListener("htmx:afterRequest", () => queueMicrotask(doWaiting));

// A tap that waited counts only if the expected child is then picked up (or nobody, where nobody is expected).
const tapLater = (tapped, first) => {
  const hand = first.matches("[data-child][name=child]") ? first.value : "";
  const seen = hand && version();
  whenAnswered(() => {
    const found = document.getElementById(tapped.id);
    const isMeant = childInHand() === hand && (!hand || (version() === seen && found?.matches("[data-place]")));
    if (isMeant) {
      found?.click();
    }
  });
};

const holdBack = (event) => {
  const tapped = event.target.closest("[data-child], [data-place]");
  const first = tapped && pressed();
  const isSecond = tapped && event.detail > 1; // the second of a double click
  if (first || isSecond) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  if (first && !isSecond && first !== tapped && tapped.id) {
    tapLater(tapped, first);
  }
};
addEventListener("click", holdBack, { capture: true });

// Keys

const isUncovered = () => document.body.classList.contains("is-uncovered");

// Says beside the child who is moved what this place would do.
const sayWhatItDoes = (event) => {
  const place = event.target.closest("[data-place]");
  const output = document.querySelector("[data-says]");
  const words = place?.querySelector("[data-who]");
  if (words && output) {
    output.textContent = words.textContent;
  }
};
addEventListener("focusin", sayWhatItDoes);
addEventListener("pointerover", sayWhatItDoes);

// On an uncovered page Esc covers it instead.
addEventListener("keydown", (event) => {
  const back = document.querySelector("[data-put-back]");
  if (event.key === "Escape" && back && !isUncovered() && !isAsked()) {
    back.click();
  }
});

addEventListener("keydown", (event) => {
  const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
  if (isUndo && !isAsked() && !pressed() && !event.target.matches("input, textarea")) {
    event.preventDefault();
    document.getElementById(event.shiftKey ? "redo" : "undo").click();
  }
});

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const focusAlong = (child, key) => {
  const children = [...document.querySelectorAll("[data-child]")];
  const isTurned = getComputedStyle(child).direction === "rtl" && /Left|Right/.test(key);
  const place = children.indexOf(child) + STEPS[key] * (isTurned ? -1 : 1);
  children[(place + children.length) % children.length].focus();
};
addEventListener("keydown", (event) => {
  const child = event.target.closest?.("[data-child]");
  if (child && event.key === "Delete" && !pressed()) {
    document.querySelector("[data-hand] [value=aside]")?.click();
  }
  if (child && event.key in STEPS) {
    event.preventDefault();
    focusAlong(child, event.key);
  }
});
