// Dragging on the desk, with the mouse or with a finger held still for a moment. It picks a child up and chooses the
// place where they are let go, as two taps would. Esc puts them back, and so does anything that interrupts.
import { isCovering } from "../lib/covering.js";
import { scrollAtEdge } from "../lib/edge_scroll.js";
import { childInHand, version, whenAnswered } from "./taps.js";

const FAR = 6; // pixels before a press is a drag
const HELD = 300;
let drag = null; // the child who is dragged

const placeAt = (x, y) =>
  document.elementFromPoint(x, y)?.closest("[data-place], [data-child], [data-edge], [value=aside]");

const pickUp = (child) => {
  const values = { child: child.dataset.child, hand: "" };
  htmx.ajax("POST", document.getElementById("touch").action, { source: child, values }).catch(() => {});
};

const move = (x, y) => {
  Object.assign(drag, { x, y });
  drag.ghost.style.transform = `translate(${x}px, ${y}px)`;
  const over = placeAt(x, y);
  if (over !== drag.over) {
    drag.over?.classList.remove("is-over");
    over?.classList.add("is-over");
    over?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    drag.over = over;
  }
};

const scroll = () => {
  if (drag) {
    scrollAtEdge(drag.y);
    requestAnimationFrame(scroll);
  }
};

const start = (child, x, y) => {
  const ghost = child.querySelector(".avatar").cloneNode(true);
  ghost.classList.add("dragged");
  document.body.append(ghost);
  drag = { key: child.dataset.child, ghost, over: null, x, y };
  pickUp(child);
  move(x, y);
  scroll();
};

// The desk may be replaced meanwhile, so a place is found again by its name.
const selectorOf = (place) => {
  if (!place) {
    return null;
  }
  if (place.matches("[data-edge], [value=aside]")) {
    return "[data-hand] [value=aside]";
  }
  const { child } = place.dataset;
  return child ? `[data-place][data-child="${child}"]` : `[data-place][value="${place.value}"]`;
};

// Ends the drag. For a child of a locked pair the page asks about the lock. A child who was not picked up, because the
// network is away, is not moved.
const end = (isLetGo) => {
  if (!drag) {
    return;
  }
  const { ghost, over, key } = drag;
  drag = null;
  ghost.remove();
  over?.classList.remove("is-over");
  const place = isLetGo && over?.dataset.child !== key ? selectorOf(over) : null;
  const seen = version();
  whenAnswered(() => {
    const isLocked = isLetGo && document.querySelector("[data-hand=locked]");
    if (!isCovering() && childInHand() === key && !isLocked) {
      const to = place && version() === seen && document.querySelector(place);
      (to || document.querySelector("[data-put-back]"))?.click();
    }
  });
};
const giveUp = () => end(false);
addEventListener("keydown", (event) => event.key === "Escape" && giveUp());
addEventListener("blur", giveUp);
addEventListener("pointercancel", giveUp);

// The mouse

const swallow = (click) => {
  click.preventDefault();
  click.stopImmediatePropagation();
};
// The end of a drag is no click on the element below it.
const swallowClick = (then) => {
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => {
    removeEventListener("click", swallow, { capture: true });
    then();
  });
};
const dragByMouse = (child, event) => {
  let hasBegun = false;
  const moves = (moved) => {
    if (drag) {
      move(moved.clientX, moved.clientY);
    } else if (!hasBegun && Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY) > FAR) {
      hasBegun = true;
      start(child, moved.clientX, moved.clientY);
    }
  };
  const ends = () => {
    removeEventListener("mousemove", moves);
    if (hasBegun) {
      swallowClick(() => end(true));
    }
  };
  addEventListener("mousemove", moves);
  addEventListener("mouseup", ends, { once: true });
};
addEventListener("dragstart", (event) => event.target.closest?.("[data-child]") && event.preventDefault());
addEventListener("mousedown", (event) => {
  const child = event.target.closest("[data-child]");
  if (child && event.button === 0) {
    dragByMouse(child, event);
  }
});

// A finger: its events go to the element that it touched first, even when that has left the page

const dragByFinger = (child, { target, touches: [finger] }) => {
  let hasBegun = false;
  const held = setTimeout(() => {
    hasBegun = true;
    start(child, finger.clientX, finger.clientY);
  }, HELD);
  const moves = (moved) => {
    if (!drag) {
      clearTimeout(held);
      return;
    }
    moved.preventDefault();
    move(moved.touches[0].clientX, moved.touches[0].clientY);
  };
  const ends = (ended) => {
    clearTimeout(held);
    target.removeEventListener("touchmove", moves);
    if (hasBegun) {
      const isLetGo = ended.type === "touchend";
      if (isLetGo) {
        ended.preventDefault();
      }
      end(isLetGo);
    }
  };
  target.addEventListener("touchmove", moves, { passive: false });
  target.addEventListener("touchend", ends, { once: true });
  target.addEventListener("touchcancel", ends, { once: true });
};
const touched = (event) => {
  const child = event.target.closest("[data-child]");
  if (child && event.touches.length === 1) {
    dragByFinger(child, event);
  }
};
addEventListener("touchstart", touched, { passive: true });
addEventListener("contextmenu", (event) => drag && event.preventDefault());
