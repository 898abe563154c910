// A child sits at this device. "Still here?" is asked on the page itself. The page goes away when nobody answers, when the
// sign-in window closes, and when another child sits here. Without JavaScript it leads to a page that asks.
import { watchIdle } from "./lib/idle.js";
import { poll, post } from "./lib/requests.js";

const IDLE = 5 * 60 * 1000;
const TIME_TO_ANSWER = 20 * 1000;
const REPORT_EVERY = 30 * 1000; // the server hears of taps and keys at most so often
const LOOK_EVERY = 15 * 1000; // and is asked so often whether the window is open

// The tiles of a teacher's walk on this device (lib/walk_store.js) open for nobody now. The notes that wait stay, encrypted,
// for the teacher.
const dropTiles = () => {
  const request = indexedDB.open("partners-walk", 1);
  request.onupgradeneeded = () => request.transaction.abort(); // nothing is kept here
  request.onerror = (event) => event.preventDefault();
  request.onsuccess = () => {
    const database = request.result;
    const names = [...database.objectStoreNames].filter((name) => ["tiles", "who"].includes(name));
    if (names.length) {
      const transaction = database.transaction(names, "readwrite");
      names.forEach((name) => transaction.objectStore(name).clear());
    }
    database.close();
  };
};

const watch = (dialog) => {
  const { whose, yes, leave, stop } = dialog.dataset;
  const countdown = dialog.querySelector("progress");
  let reported = Date.now();
  let looked = reported;

  const tell = (address) => post(address, new FormData(dialog.querySelector("form"))).catch(() => {});
  const hide = () => {
    idle.stop();
    document.documentElement.hidden = true;
  };
  const goAway = () => {
    hide();
    location.replace(stop);
  };
  const look = () =>
    poll(yes, { "X-Whose": whose })
      .then((answer) => answer.status === 204 || goAway())
      .catch(() => {});
  const tick = (left) => {
    const now = Date.now();
    if (!left) {
      hide();
      tell(leave).then(goAway);
    } else if (left <= TIME_TO_ANSWER) {
      countdown.value = left / 1000;
      if (!dialog.open) {
        dialog.showModal();
      }
    } else if (idle.lastTouch() > reported && now - reported >= REPORT_EVERY) {
      reported = now;
      tell(yes);
    } else if (now - looked >= LOOK_EVERY) {
      looked = now;
      look();
    }
  };
  const idle = watchIdle({ limit: IDLE + TIME_TO_ANSWER, tick, ignores: () => dialog.open });
  document.addEventListener("visibilitychange", () => {
    looked = 0; // another child may have come in since, in another tab
    idle.look();
  });
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  // By the button, or by Esc.
  dialog.addEventListener("close", () => {
    idle.touch();
    reported = idle.lastTouch();
    tell(yes);
  });
};

if (window.isSecureContext && "indexedDB" in window) {
  dropTiles();
}
const dialog = document.getElementById("still-here");
if (dialog) {
  watch(dialog);
}
