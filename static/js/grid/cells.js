// The cells of the grid, and their values.
export const form = document.getElementById("grid");
export const cells = [...form.querySelectorAll("td[data-dial]")];
/** An element around the grid by its `data-` name. */
export const part = (name) => form.querySelector(`[data-${name}]`);

export const fieldsOf = (cell) => [...cell.querySelectorAll("select, input")];
export const childOf = (cell) => cell.parentElement.id;
export const nameOf = (cell) => `${childOf(cell)}.${cell.dataset.dial}`;

const isSet = (field) => (field.type === "checkbox" ? field.checked : field.value.trim());
export const valuesOf = (cell) =>
  fieldsOf(cell)
    .filter(isSet)
    .map((field) => field.value);
/** The values of a cell as one text, to compare. */
export const textOf = (cell) => JSON.stringify(valuesOf(cell));

/** Shows the ticked choices in words, and whether the cell is filled. */
export const draw = (cell) => {
  const words = cell.querySelector("[data-words]");
  if (words) {
    const ticked = [...cell.querySelectorAll("label")].filter((line) => line.firstElementChild.checked);
    words.textContent = ticked.map((line) => line.textContent.trim()).join(", ") || "–";
  }
  for (const dial of cell.querySelectorAll(".dial")) {
    dial.classList.toggle("is-set", valuesOf(cell).length > 0);
  }
};

export const fillIn = (cell, values) => {
  for (const field of fieldsOf(cell)) {
    if (field.type === "checkbox") {
      field.checked = values.includes(field.value);
    } else {
      field.value = values[0] || "";
    }
  }
  draw(cell);
};
