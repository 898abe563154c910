// What is behind the cover leaves the page: at once, and for good. The server then sends the covered page.
// It goes after 60 seconds without a touch, key or pointer move, on Esc, on leaving the tab, and before printing,
// where the page was not opened for paper.
"use strict";
const strip = document.querySelector("[data-uncovered]");
if (strip) {
  const REST = 60;
  const countdown = strip.querySelector("progress");
  const way = strip.querySelector("[data-cover-now]");
  let left = REST;
  // Back, and a reload, lead to the covered page: this one came by a button, which a browser would ask to press again.
  history.replaceState(null, "", strip.dataset.cover);

  const clear = () => {
    clearInterval(clock);
    for (const part of document.querySelectorAll("[data-behind-cover]")) {
      part.remove();
    }
    document.body.classList.remove("is-uncovered");
  };
  const cover = () => {
    // What was exchanged meanwhile is covered: it may ask for something, and stays.
    if (!strip.isConnected) {
      return;
    }
    // Who holds something that is not saved yet adds a promise to `wait`: until then the page stays, with nothing on it.
    const wait = [];
    document.dispatchEvent(new CustomEvent("covering", { detail: wait }));
    clear();
    Promise.all(wait).then(go);
  };
  // A way that is a button takes along what may stand on the covered page.
  const go = () => (way.form ? way.form.requestSubmit(way) : location.replace(strip.dataset.cover));
  const clock = setInterval(() => {
    left -= 1;
    countdown.value = left;
    if (left <= 0) {
      cover();
    }
  }, 1000);
  const stay = () => {
    left = REST;
    countdown.value = left;
  };

  for (const doing of ["pointermove", "pointerdown", "keydown", "input", "touchstart", "wheel"]) {
    addEventListener(doing, stay, { passive: true });
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      cover();
    }
  });
  const coverIfLeft = () => {
    if (document.visibilityState === "hidden") {
      cover();
    }
  };
  document.addEventListener("visibilitychange", coverIfLeft);
  coverIfLeft(); // the tab may have been left before this ran
  if (!("onPaper" in strip.dataset)) {
    addEventListener("beforeprint", cover);
  }
  addEventListener("pagehide", cover);
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      location.replace(strip.dataset.cover);
    }
  });
  document.addEventListener("htmx:afterSettle", () => strip.isConnected || clear());
  way.addEventListener("click", (event) => {
    event.preventDefault();
    cover();
  });
}
