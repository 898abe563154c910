// Dragging on the review desk, with the mouse or a finger held still for a moment: an extra beside choosing. It picks a
// child up and chooses the place where it is let go, just as two taps would. Esc, and whatever breaks in, puts it back.
"use strict";
const FAR = 6;
const HELD = 300;
const EDGE = 70;
let drag = null; // the child that is on its way, with what shows it

const aim = (x, y) => document.elementFromPoint(x, y)?.closest("[data-place], [data-child], [data-edge], [value=aside]");

const pickUp = (child) => {
  const form = document.getElementById("touch");
  const values = { child: child.dataset.child, hand: "" };
  htmx.ajax("POST", form.action, { source: child, values }).catch(() => {});
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

const move = (x, y) => {
  Object.assign(drag, { x, y });
  drag.ghost.style.transform = `translate(${x}px, ${y}px)`;
  const over = aim(x, y);
  if (over !== drag.over) {
    drag.over?.classList.remove("is-over");
    over?.classList.add("is-over");
    over?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    drag.over = over;
  }
};

const scroll = () => {
  if (drag) {
    const step = drag.y < EDGE ? -12 : drag.y > innerHeight - EDGE ? 12 : 0;
    scrollBy({ top: step, behavior: "instant" });
    requestAnimationFrame(scroll);
  }
};

// The desk may be exchanged while a child is on its way, so a place is known by what it is called.
const named = (place) => {
  if (!place) {
    return null;
  }
  if (place.matches("[data-edge], [value=aside]")) {
    return "[data-hand] [value=aside]";
  }
  return place.dataset.child ? `[data-place][data-child="${place.dataset.child}"]` : `[data-place][value="${place.value}"]`;
};

// One of a locked pair has no place: wherever it is let go, the page goes on asking about the lock. Where it was not
// picked up, because the network is away, nothing happens.
const end = (isLetGo) => {
  if (!drag) {
    return;
  }
  const { ghost, over, key } = drag;
  drag = null;
  ghost.remove();
  over?.classList.remove("is-over");
  const place = isLetGo && over?.dataset.child !== key ? named(over) : null;
  const version = versionOf();
  whenAnswered(() => {
    if (!isCovering && handOf() === key && !(isLetGo && document.querySelector("[data-hand=locked]"))) {
      const to = place && versionOf() === version && document.querySelector(place);
      (to || document.querySelector("[data-put-back]"))?.click();
    }
  });
};
const giveUp = () => end(false);
addEventListener("keydown", (event) => event.key === "Escape" && giveUp());
addEventListener("blur", giveUp);
addEventListener("pointercancel", giveUp);

// The mouse

addEventListener("dragstart", (event) => event.target.closest?.("[data-child]") && event.preventDefault());
addEventListener("mousedown", (event) => {
  const child = event.target.closest("[data-child]");
  if (!child || event.button !== 0) {
    return;
  }
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
      const stop = (click) => { click.preventDefault(); click.stopImmediatePropagation(); };
      addEventListener("click", stop, { capture: true, once: true });
      setTimeout(() => { removeEventListener("click", stop, { capture: true }); end(true); });
    }
  };
  addEventListener("mousemove", moves);
  addEventListener("mouseup", ends, { once: true });
});

// A finger. Its events go to the child that it touched first, even when that is no longer in the page.

addEventListener("touchstart", (event) => {
  const child = event.target.closest("[data-child]");
  if (!child || event.touches.length > 1) {
    return;
  }
  const [finger] = event.touches;
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
    event.target.removeEventListener("touchmove", moves);
    if (hasBegun) {
      const isLetGo = ended.type === "touchend";
      isLetGo && ended.preventDefault();
      end(isLetGo);
    }
  };
  event.target.addEventListener("touchmove", moves, { passive: false });
  event.target.addEventListener("touchend", ends, { once: true });
  event.target.addEventListener("touchcancel", ends, { once: true });
}, { passive: true });
addEventListener("contextmenu", (event) => drag && event.preventDefault());
