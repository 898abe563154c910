// Copies a link that is shown once, or a text. Without this, or where the browser does not let a page copy, it is selected.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const text = () => field.value ?? field.textContent.trim().replace(/\s+/g, " ");
  const select = () => (field.value === undefined ? getSelection().selectAllChildren(field) : field.focus());
  field.addEventListener("focus", () => field.select());
  if (navigator.clipboard) {
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(text()).then(() => { button.textContent = button.dataset.done; }, select);
    });
  }
}
