// Dragging a line of the walk's order by its grip, with a finger or the mouse: an extra beside the buttons. It is let go
// where a button would bring it.
"use strict";
const list = document.querySelector("[data-walk-order]");
const EDGE = 70;

const drag = (line, pointer) => {
  const lines = [...list.children];
  const from = lines.indexOf(line);
  let to = from;
  const show = () => lines.forEach((each, place) => {
    each.classList.toggle("is-dragged", each === line);
    each.classList.toggle("goes-before", place === to && to < from);
    each.classList.toggle("goes-after", place === to && to > from);
  });
  const moves = ({ clientY }) => {
    scrollBy({ top: clientY < EDGE ? -12 : clientY > innerHeight - EDGE ? 12 : 0, behavior: "instant" });
    const over = lines.findIndex((each) => clientY < each.getBoundingClientRect().bottom);
    to = over < 0 ? lines.length - 1 : over;
    show();
  };
  const ends = (event) => {
    if (event.type === "keydown" && event.key !== "Escape") {
      return;
    }
    stop.abort();
    if (event.type !== "pointerup") {
      to = from;
    }
    lines.forEach((each) => each.classList.remove("is-dragged", "goes-before", "goes-after"));
    if (to !== from) {
      const form = line.querySelector("form");
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "to", value: to }));
      form.submit();
    }
  };
  const stop = new AbortController();
  const { signal } = stop;
  addEventListener("pointermove", (event) => event.pointerId === pointer && moves(event), { signal });
  for (const name of ["pointerup", "pointercancel", "keydown"]) {
    addEventListener(name, ends, { signal });
  }
  show();
};

document.querySelectorAll("[data-drag-hint]").forEach((hint) => (hint.hidden = false));
list?.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (grip && event.isPrimary && event.button === 0) {
    event.preventDefault();
    drag(grip.closest("li"), event.pointerId);
  }
});
