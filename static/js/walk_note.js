// A note is kept at each tap, and each tap can be undone. The next partners are a swipe away.
"use strict";
const walkNote = (form) => {
  const PAUSE = 400;
  const SWIPE = 70;
  const TOLD = ["strengths", "next_steps", "state", "note", "about", "reader", "follow_up"];
  const undo = form.querySelector("[data-walk-undo]");
  const note = { key: form.elements.client_key.value, tap: Number(form.elements.tap.value), address: form.getAttribute("action").split("?")[0] };
  note.tap -= 1;
  let begun = 0;

  const read = () => [...new FormData(form)].filter(([name, value]) => TOLD.includes(name) && value);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const write = (seen) => {
    for (const field of form.elements) {
      if (TOLD.includes(field.name)) {
        const values = seen.filter(([name]) => name === field.name).map(([, value]) => value);
        if (field.type === "checkbox" || field.type === "radio") {
          field.checked = values.includes(field.value) || (field.type === "radio" && !values.length && !field.value);
        } else {
          field.value = values[0] ?? "";
        }
      }
    }
  };
  const past = [read()];

  const keep = () => {
    begun ||= Date.now();
    note.tap += 1;
    undo.disabled = past.length < 2;
    return walkSend.keep({ ...note, begun, seen: past.at(-1) });
  };
  const changed = () => {
    clearTimeout(pause);
    if (!same(read(), past.at(-1))) {
      past.push(read());
      keep();
    }
  };
  let pause = 0;
  form.addEventListener("change", changed);
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) {
      clearTimeout(pause);
      pause = setTimeout(changed, PAUSE);
    }
  });
  document.addEventListener("visibilitychange", changed);
  addEventListener("pagehide", changed);
  undo.addEventListener("click", () => {
    changed();
    if (past.length > 1) {
      past.pop();
      write(past.at(-1));
      keep();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    changed();
  });

  // By scripts there is nothing to press but undo and next.
  form.querySelectorAll("[data-walk-plain]").forEach((button) => (button.hidden = true));
  form.querySelector(".walk-next")?.classList.replace("btn-outline-secondary", "btn-primary");
  undo.hidden = false;

  // Swipe: a finger that goes sideways, not down, and not in a field.
  let start = null;
  const go = (name) => form.querySelector(`[data-walk-${name}]`)?.click();
  document.addEventListener("touchstart", (event) => {
    const [touch] = event.touches;
    start = event.touches.length === 1 && !event.target.closest("textarea, input[type=date]") ? { x: touch.clientX, y: touch.clientY } : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    const [touch] = event.changedTouches;
    if (start) {
      const [x, y] = [touch.clientX - start.x, touch.clientY - start.y];
      if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) {
        go((x < 0) === (document.dir !== "rtl") ? "after" : "before");
      }
    }
    start = null;
  }, { passive: true });
};
document.querySelectorAll("form[data-walk-note][action*='/walk/']").forEach(walkNote);
walkSend.begin();
