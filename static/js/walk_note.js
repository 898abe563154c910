// A note on the walk: saved at each tap, and each tap can be undone. The next partners are a swipe away.
import { begin, save } from "./walking/sender.js";
import { onSwipe } from "./walking/swipe.js";

const PAUSE = 400; // milliseconds after typing
const FIELDS = ["strengths", "next_steps", "state", "note", "about", "reader", "follow_up"];

const read = (form) => [...new FormData(form)].filter(([name, value]) => FIELDS.includes(name) && value);
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const writeField = (field, values) => {
  if (field.type === "checkbox") {
    field.checked = values.includes(field.value);
  } else if (field.type === "radio") {
    field.checked = values.includes(field.value) || (!values.length && !field.value);
  } else {
    field.value = values[0] ?? "";
  }
};
const write = (form, seen) => {
  for (const field of form.elements) {
    if (FIELDS.includes(field.name)) {
      const values = seen.filter(([name]) => name === field.name).map(([, value]) => value);
      writeField(field, values);
    }
  }
};

// With JavaScript only undo and next are needed.
const hidePlainButtons = (form) => {
  for (const button of form.querySelectorAll("[data-walk-plain]")) {
    button.hidden = true;
  }
  form.querySelector(".walk-next")?.classList.replace("btn-outline-secondary", "btn-primary");
};

export const watchNote = (form) => {
  const undo = form.querySelector("[data-walk-undo]");
  const note = { key: form.elements.client_key.value, address: form.getAttribute("action").split("?")[0] };
  const past = [read(form)];
  let tap = Number(form.elements.tap.value) - 1;
  let begun = 0;
  let pause = 0;

  const saveNewest = () => {
    begun ||= Date.now();
    tap += 1;
    undo.disabled = past.length < 2;
    save({ ...note, tap, begun, seen: past.at(-1) });
  };
  const changed = () => {
    clearTimeout(pause);
    if (!isSame(read(form), past.at(-1))) {
      past.push(read(form));
      saveNewest();
    }
  };
  form.addEventListener("change", changed);
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) {
      clearTimeout(pause);
      pause = setTimeout(changed, PAUSE);
    }
  });
  document.addEventListener("visibilitychange", changed);
  addEventListener("pagehide", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    changed();
  });
  undo.addEventListener("click", () => {
    changed();
    if (past.length > 1) {
      past.pop();
      write(form, past.at(-1));
      saveNewest();
    }
  });
  undo.hidden = false;
  hidePlainButtons(form);
  onSwipe((side) => form.querySelector(`[data-walk-${side}]`)?.click());
};

// Without a connection the stored page has no such form yet, and calls watchNote itself.
document.querySelectorAll("form[data-walk-note][action*='/walk/']").forEach(watchNote);
begin();
