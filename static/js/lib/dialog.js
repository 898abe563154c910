// Asks a question in a <dialog>.

/** Opens the dialog, and resolves to what it returns: "" for Esc and for a button without a value. */
export const ask = (dialog) =>
  new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    dialog.showModal();
  });
