// A child's note works without this. With it every tap is kept at once, the seats fill as names are tapped, a tap beyond
// the limit does nothing, names are found by typing, letters are counted, and nothing is sent twice.
"use strict";
{
  const answers = document.getElementById("answers");
  const plainly = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").trim().toLowerCase();

  const fillSeats = () => {
    const limit = Number(answers.dataset.limit);
    const seats = document.querySelector(".seats");
    const full = document.querySelector("[data-full]");
    const tapped = () => [...answers.querySelectorAll("input:checked[name=student]")];
    const draw = () => {
      const faces = tapped().map((box) => {
        const seat = document.createElement("li");
        seat.append(box.parentElement.querySelector(".avatar").cloneNode(true));
        return seat;
      });
      while (faces.length < limit) {
        const free = document.createElement("li");
        free.className = "free";
        faces.push(free);
      }
      seats.replaceChildren(...faces);
    };
    answers.addEventListener("change", (event) => {
      const beyond = tapped().length > limit;
      if (beyond) {
        event.target.checked = false;
      }
      seats.classList.toggle("is-full", beyond);
      full.textContent = beyond ? full.dataset.full : "";
      draw();
    });
  };

  const findByTyping = (find) => {
    const tiles = [...answers.querySelectorAll(".tile")];
    const none = find.parentElement.querySelector("[data-none]");
    find.addEventListener("input", () => {
      const typed = plainly(find.value);
      for (const tile of tiles) {
        tile.hidden = !plainly(tile.textContent).includes(typed);
      }
      none.textContent = tiles.every((tile) => tile.hidden) ? none.dataset.none : "";
    });
  };

  const countLetters = (own) => {
    const count = document.getElementById("own-count");
    own.addEventListener("input", () => {
      const left = own.maxLength - own.value.length;
      count.ariaLive = left > 20 ? "off" : "polite"; // who listens to the page hears of it when few are left
      count.textContent = count.dataset.left.replace("{left}", left);
    });
  };

  // One keeping after the other, the newest last; what leads to another page waits for it. While the network is away the
  // answer stays on the page, which says so and tries again: after a while, with the next tap, and before it is left.
  const keepEachTap = () => {
    const PAUSE = 800;
    const REST = 5000;
    const notKept = document.querySelector("[data-not-kept]");
    let keeping = null;
    let again = false;
    let unkept = false;
    let waits = 0;
    let leaves = null; // by which button the page is left, as soon as everything is kept
    let goes = false;

    const send = () => {
      const said = new FormData(answers);
      said.set("go", "stay");
      const sent = { method: "POST", body: said, credentials: "same-origin", redirect: "manual", keepalive: true };
      return fetch(location.href, sent).then(() => true, () => false);
    };
    const wasSent = (kept) => {
      keeping = null;
      unkept = !kept;
      notKept.textContent = kept ? "" : notKept.dataset.notKept;
      const [left, more] = [leaves, again];
      leaves = null;
      again = false;
      if (!kept) {
        waits = setTimeout(keep, REST);
      } else if (left) {
        answers.requestSubmit(left.by);
      } else if (more) {
        keep();
      }
    };
    const keep = () => {
      clearTimeout(waits);
      again = keeping !== null;
      keeping ||= send().then(wasSent);
    };
    document.addEventListener("change", (event) => event.target.form === answers && keep());
    document.addEventListener("input", (event) => {
      if (event.target.form === answers && event.target.matches("textarea")) {
        clearTimeout(waits);
        waits = setTimeout(keep, PAUSE);
      }
    });
    answers.addEventListener("submit", (event) => {
      clearTimeout(waits);
      if (goes || leaves) {
        event.preventDefault();
      } else if (keeping || unkept) {
        event.preventDefault();
        leaves = { by: event.submitter };
        keep();
      } else {
        goes = true;
      }
    });
  };

  if (answers?.dataset.limit) {
    fillSeats();
  }
  const find = document.getElementById("find");
  if (find) {
    findByTyping(find);
  }
  const own = document.getElementById("own");
  if (own) {
    countLetters(own);
  }
  if (answers?.matches("[data-saves]") && answers.requestSubmit) {
    keepEachTap();
  }
  for (const form of document.querySelectorAll("[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
      }
      form.dataset.sent = "yes";
    });
  }
}
