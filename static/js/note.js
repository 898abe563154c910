// A child's note works without this. With it, the seats fill as names are tapped, a tap beyond the limit does nothing,
// and Send is pressed once.
"use strict";
const choose = document.getElementById("choose");
if (choose) {
  const limit = Number(choose.dataset.limit);
  const seats = document.querySelector(".seats");
  const full = document.querySelector("[data-full]");
  const tapped = () => [...choose.querySelectorAll("input:checked[name=student]")];
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
  choose.addEventListener("change", (event) => {
    if (tapped().length > limit) {
      event.target.checked = false;
      seats.classList.add("is-full");
      full.textContent = full.dataset.full;
    } else {
      seats.classList.remove("is-full");
      full.textContent = "";
    }
    draw();
  });
}
for (const form of document.querySelectorAll("[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "yes";
  });
}
