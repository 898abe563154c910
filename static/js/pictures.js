// Picture passwords work without this: every tap is then a request. With it the taps stay on the page until Next.
"use strict";
const pictures = document.getElementById("pictures");
if (pictures) {
  const count = Number(pictures.dataset.count);
  const seats = [...document.querySelectorAll(".seats li")];
  let tapped = [...pictures.querySelectorAll("[name=tapped]")].map((field) => field.value);

  const draw = () => {
    for (const field of pictures.querySelectorAll("[name=tapped]")) {
      field.remove();
    }
    for (const name of tapped) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "tapped", value: name });
      pictures.append(field);
    }
    for (const button of pictures.querySelectorAll("[name=tap]")) {
      const place = tapped.indexOf(button.value) + 1;
      button.setAttribute("aria-pressed", place ? "true" : "false");
      button.querySelector(".place").textContent = place || "";
    }
    seats.forEach((seat, place) => {
      seat.className = place < tapped.length ? "full" : "free";
    });
  };
  pictures.addEventListener("click", (event) => {
    const button = event.target.closest("[name=tap]");
    if (!button) {
      return;
    }
    event.preventDefault();
    if (tapped.includes(button.value)) {
      tapped = tapped.filter((name) => name !== button.value);
    } else if (tapped.length < count) {
      tapped = [...tapped, button.value];
    }
    draw();
  });
}
