// Copies a link that is shown once, or a text. Where the browser does not let a page copy, it is selected
// instead. Without JavaScript there is no button.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const text = () => field.value ?? field.textContent.trim().replaceAll(/\s+/g, " ");
  const select = () => (field.value === undefined ? getSelection().selectAllChildren(field) : field.focus());
  field.addEventListener("focus", () => field.select());
  if (navigator.clipboard) {
    button.hidden = false;
    const copy = () => navigator.clipboard.writeText(text());
    const sayDone = () => Object.assign(button, { textContent: button.dataset.done });
    button.addEventListener("click", () => copy().then(sayDone, select));
  }
}
