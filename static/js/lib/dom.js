// Makes elements.

/** An element with these properties, around text or other elements. */
export const make = (name, properties = {}, ...inside) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
};

/** A button that does not submit a form. */
export const makeButton = (words, press, className = "btn btn-quiet") => {
  const button = make("button", { type: "button", className }, words);
  button.addEventListener("click", press);
  return button;
};
