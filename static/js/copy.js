// Copies a link that is shown once. Without this, or where the browser does not let a page copy, it is selected.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  field.addEventListener("focus", () => field.select());
  if (navigator.clipboard) {
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(field.value).then(
        () => { button.textContent = button.dataset.done; },
        () => field.focus(),
      );
    });
  }
}
