// Covers the page: removes what is behind the cover at once, and loads the covered page. That happens after 60 seconds
// without a touch, key or pointer move, on Esc, on leaving the tab, and before printing (except pages for paper).
import { beginCovering } from "./lib/covering.js";
import { watchIdle } from "./lib/idle.js";

const LIMIT = 60 * 1000;

const removeCovered = () => {
  for (const part of document.querySelectorAll("[data-behind-cover]")) {
    part.remove();
  }
  document.body.classList.remove("is-uncovered");
};

const coverWhenLeft = (cover, address) => {
  const coverIfHidden = () => {
    if (document.visibilityState === "hidden") {
      cover();
    }
  };
  document.addEventListener("visibilitychange", coverIfHidden);
  coverIfHidden(); // the tab may have been left before this ran
  addEventListener("pagehide", cover);
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      location.replace(address);
    }
  });
};

const watch = (strip) => {
  const countdown = strip.querySelector("progress");
  const button = strip.querySelector("[data-cover-now]");
  const address = strip.dataset.cover;
  // A button sends along the choices that the covered page may show.
  const leave = () => (button.form ? button.form.requestSubmit(button) : location.replace(address));
  const clear = () => {
    idle.stop();
    removeCovered();
  };
  const cover = () => {
    // Without the strip the page is covered already, and may ask for a password.
    if (strip.isConnected) {
      const finished = beginCovering();
      clear();
      finished.then(leave);
    }
  };
  const idle = watchIdle({
    limit: LIMIT,
    countsMoves: true,
    touched: () => (countdown.value = LIMIT / 1000),
    tick: (left) => {
      countdown.value = Math.ceil(left / 1000);
      if (!left) {
        cover();
      }
    },
  });

  coverWhenLeft(cover, address);
  if (!("onPaper" in strip.dataset)) {
    addEventListener("beforeprint", cover);
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      cover();
    }
  });
  button.addEventListener("click", (event) => {
    event.preventDefault();
    cover();
  });
  document.addEventListener("htmx:afterSettle", () => strip.isConnected || clear());
};

const strip = document.querySelector("[data-uncovered]");
if (strip) {
  // The page came by a button. Back, and a reload, lead to the covered page, not to sending the form again.
  history.replaceState(null, "", strip.dataset.cover);
  watch(strip);
}
