// Drags a line of the walk's order by its grip, with a finger or the mouse. It sends the same form as the buttons
// beside it.
import { make } from "./lib/dom.js";
import { scrollAtEdge } from "./lib/edge_scroll.js";

const list = document.querySelector("[data-walk-order]");

const sendTo = (line, place) => {
  const form = line.querySelector("form");
  form.append(make("input", { type: "hidden", name: "to", value: place }));
  form.submit();
};

const drag = (line, pointer) => {
  const lines = [...list.children];
  const from = lines.indexOf(line);
  let to = from;
  const stop = new AbortController();
  const show = () =>
    lines.forEach((each, place) => {
      each.classList.toggle("is-dragged", each === line);
      each.classList.toggle("goes-before", place === to && to < from);
      each.classList.toggle("goes-after", place === to && to > from);
    });
  const moves = ({ clientY }) => {
    scrollAtEdge(clientY);
    const over = lines.findIndex((each) => clientY < each.getBoundingClientRect().bottom);
    to = over < 0 ? lines.length - 1 : over;
    show();
  };
  const ends = (event) => {
    if (event.type === "keydown" && event.key !== "Escape") {
      return;
    }
    stop.abort();
    lines.forEach((each) => each.classList.remove("is-dragged", "goes-before", "goes-after"));
    if (event.type === "pointerup" && to !== from) {
      sendTo(line, to);
    }
  };
  const { signal } = stop;
  addEventListener("pointermove", (event) => event.pointerId === pointer && moves(event), { signal });
  for (const name of ["pointerup", "pointercancel", "keydown"]) {
    addEventListener(name, ends, { signal });
  }
  show();
};

for (const hint of document.querySelectorAll("[data-drag-hint]")) {
  hint.hidden = false;
}
list?.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (grip && event.isPrimary && event.button === 0) {
    event.preventDefault();
    drag(grip.closest("li"), event.pointerId);
  }
});
