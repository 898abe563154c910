// Picture passwords: the taps stay on the page until Next. Without JavaScript each tap is a request.
import { make } from "./lib/dom.js";

const watch = (form) => {
  const count = Number(form.dataset.count);
  const seats = [...document.querySelectorAll(".seats li")];
  let tapped = [...form.querySelectorAll("[name=tapped]")].map((field) => field.value);

  const draw = () => {
    for (const field of form.querySelectorAll("[name=tapped]")) {
      field.remove();
    }
    form.append(...tapped.map((value) => make("input", { type: "hidden", name: "tapped", value })));
    for (const button of form.querySelectorAll("[name=tap]")) {
      const place = tapped.indexOf(button.value) + 1;
      button.setAttribute("aria-pressed", String(place > 0));
      button.querySelector(".place").textContent = place || "";
    }
    seats.forEach((seat, place) => {
      seat.className = place < tapped.length ? "full" : "free";
    });
  };
  form.addEventListener("click", (event) => {
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
};

const form = document.getElementById("pictures");
if (form) {
  watch(form);
}
