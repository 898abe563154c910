// A child's note works without JavaScript. With it every tap is saved at once, the seats fill as names are tapped, a
// tap beyond the limit does nothing, names are found by typing, letters are counted, and nothing is sent twice.
import { post } from "./lib/requests.js";
import { makeSaveQueue } from "./lib/save_queue.js";

const PAUSE = 800; // milliseconds after typing
const RETRY_AFTER = 5000;

const plain = (text) => text.normalize("NFD").replaceAll(/\p{M}/gu, "").trim().toLowerCase();

const makeSeat = (face) => {
  const seat = document.createElement("li");
  if (face) {
    seat.append(face);
  } else {
    seat.className = "free";
  }
  return seat;
};
const fillSeats = (form) => {
  const limit = Number(form.dataset.limit);
  const seats = document.querySelector(".seats");
  const full = document.querySelector("[data-full]");
  const tapped = () => [...form.querySelectorAll("input:checked[name=student]")];
  const draw = () => {
    const faces = tapped().map((box) => box.parentElement.querySelector(".avatar").cloneNode(true));
    while (faces.length < limit) {
      faces.push(null);
    }
    seats.replaceChildren(...faces.map(makeSeat));
  };
  form.addEventListener("change", (event) => {
    const isBeyond = tapped().length > limit;
    if (isBeyond) {
      event.target.checked = false;
    }
    seats.classList.toggle("is-full", isBeyond);
    full.textContent = isBeyond ? full.dataset.full : "";
    draw();
  });
};

const findByTyping = (form, find) => {
  const tiles = [...form.querySelectorAll(".tile")];
  const none = find.parentElement.querySelector("[data-none]");
  find.addEventListener("input", () => {
    const typed = plain(find.value);
    for (const tile of tiles) {
      tile.hidden = !plain(tile.textContent).includes(typed);
    }
    none.textContent = tiles.every((tile) => tile.hidden) ? none.dataset.none : "";
  });
};

const countLetters = (own) => {
  const count = document.getElementById("own-count");
  own.addEventListener("input", () => {
    const left = own.maxLength - own.value.length;
    count.ariaLive = left > 20 ? "off" : "polite"; // a screen reader speaks when few are left
    count.textContent = count.dataset.left.replace("{left}", left);
  });
};

// Saves each tap. A button to another page waits for the save that is on its way. While the network is away the answer
// stays on the page, which says so and tries again: after a while, with the next tap, and before the page is left.
const saveEachTap = (form) => {
  const notSaved = document.querySelector("[data-not-kept]");
  let isUnsaved = false;
  let leaving = null; // the button that leaves the page, once everything is saved
  let isGone = false;

  const send = () => {
    const answers = new FormData(form);
    answers.set("go", "stay");
    return post(location.href, answers);
  };
  const sent = (error) => {
    isUnsaved = error !== null;
    notSaved.textContent = isUnsaved ? notSaved.dataset.notKept : "";
    const next = leaving;
    leaving = null;
    if (next && !isUnsaved) {
      form.requestSubmit(next.button);
    }
  };
  const queue = makeSaveQueue({ send, sent, retryAfter: RETRY_AFTER });

  document.addEventListener("change", (event) => event.target.form === form && queue.save());
  document.addEventListener("input", (event) => {
    if (event.target.form === form && event.target.matches("textarea")) {
      queue.saveSoon(PAUSE);
    }
  });
  form.addEventListener("submit", (event) => {
    queue.hold(); // the form itself sends the last tap
    if (isGone || leaving) {
      event.preventDefault();
    } else if (queue.isBusy() || isUnsaved) {
      event.preventDefault();
      leaving = { button: event.submitter };
      if (!queue.isBusy()) {
        queue.save();
      }
    } else {
      isGone = true;
    }
  });
};

const sendOnce = (form) =>
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "yes";
  });

const answers = document.getElementById("answers");
const find = document.getElementById("find");
const own = document.getElementById("own");
if (answers?.dataset.limit) {
  fillSeats(answers);
}
if (find) {
  findByTyping(answers, find);
}
if (own) {
  countLetters(own);
}
if (answers?.matches("[data-saves]") && answers.requestSubmit) {
  saveEachTap(answers);
}
document.querySelectorAll("[data-once]").forEach(sendOnce);
