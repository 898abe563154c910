// Makes a page go away when its child is gone. "Still here?" is asked on the page itself. The page goes when nobody
// answers, when the sign-in window closes, and when another child sits here. Without JavaScript it leads to a page that
// asks.
import { watchIdle } from "./lib/idle.js";
import { poll, post } from "./lib/requests.js";

const IDLE = 5 * 60 * 1000;
const TIME_TO_ANSWER = 20 * 1000;
const REPORT_EVERY = 30 * 1000; // how often the server is told of taps and keys, at most
const LOOK_EVERY = 15 * 1000; // how often the server is asked whether the window is open

// Deletes the tiles of a teacher's walk from this device (lib/walk_store.js). Notes that wait to be sent stay,
// encrypted, for the teacher.
const dropTiles = () => {
  const request = indexedDB.open("partners-walk", 1);
  request.onupgradeneeded = () => request.transaction.abort(); // no walk is stored here
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
    looked = 0; // another child may have signed in since, in another tab
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
