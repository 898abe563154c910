// A child sits at this device. "Still here?" is asked on the page itself, and the page goes when nobody answers, when
// the sign-in window closes, or when another child sits here. Without a script the page leads to another that asks.
"use strict";
// What a teacher's walk laid down on this device opens for nobody now. Her notes that wait stay, sealed, for her.
const putAway = () => {
  const request = indexedDB.open("partners-walk", 1);
  request.onupgradeneeded = () => request.transaction.abort(); // nothing lies here
  request.onerror = (event) => event.preventDefault();
  request.onsuccess = () => {
    const names = [...request.result.objectStoreNames].filter((name) => ["tiles", "who"].includes(name));
    if (names.length) {
      const transaction = request.result.transaction(names, "readwrite");
      names.forEach((name) => transaction.objectStore(name).clear());
    }
    request.result.close();
  };
};
if (window.isSecureContext && "indexedDB" in window) {
  putAway();
}
const stillHere = document.getElementById("still-here");
if (stillHere) {
  const IDLE = 5 * 60 * 1000;
  const ANSWER = 20 * 1000;
  const TELL = 30 * 1000; // the server hears of taps and keys at most so often
  const LOOK = 15 * 1000; // and is asked so often whether the window is open
  const { whose, yes, leave, stop } = stillHere.dataset;
  const countdown = stillHere.querySelector("progress");
  let touched = Date.now();
  let told = touched;
  let looked = touched;

  const post = (address) =>
    fetch(address, {
      method: "POST",
      body: new FormData(stillHere.querySelector("form")),
      credentials: "same-origin",
      redirect: "manual",
      keepalive: true,
    }).catch(() => {});
  const go = (address) => {
    clearInterval(clock);
    document.documentElement.hidden = true;
    location.replace(address);
  };
  const touch = () => {
    touched = Date.now();
  };
  const look = () =>
    fetch(yes, { headers: { "X-Polling": "true", "X-Whose": whose }, credentials: "same-origin", redirect: "manual" })
      .then((answer) => answer.status === 204 || go(stop))
      .catch(() => {});
  const tick = () => {
    const now = Date.now();
    const rest = touched + IDLE + ANSWER - now;
    if (rest <= 0) {
      clearInterval(clock);
      document.documentElement.hidden = true;
      post(leave).then(() => go(stop));
    } else if (rest <= ANSWER) {
      countdown.value = rest / 1000;
      if (!stillHere.open) {
        stillHere.showModal();
      }
    } else if (touched > told && now - told >= TELL) {
      told = now;
      post(yes);
    } else if (now - looked >= LOOK) {
      looked = now;
      look();
    }
  };
  const clock = setInterval(tick, 1000);
  document.addEventListener("visibilitychange", () => {
    looked = 0; // another child may sit here since, in another tab
    tick();
  });
  for (const doing of ["pointerdown", "keydown", "touchstart", "wheel", "input"]) {
    addEventListener(doing, () => stillHere.open || touch(), { passive: true });
  }
  stillHere.querySelector("button").addEventListener("click", () => stillHere.close());
  // By the button, or by Esc.
  stillHere.addEventListener("close", () => {
    touch();
    told = touched;
    post(yes);
  });
}
