// Signing out leaves nothing of a walk on the device, and asks first while notes wait to be sent. Where someone else has
// signed in, the tiles of the one before open for nobody; what she wrote waits for her.
"use strict";
const goings = [...document.querySelectorAll("form[data-sign-out]")];
const mine = goings[0]?.dataset.signOut;

const asks = (count) =>
  new Promise((resolve) => {
    const dialog = Object.assign(document.createElement("dialog"), { className: "still-here" });
    const words = Object.assign(document.createElement("p"), { id: "notes-wait" });
    words.textContent = `${count} ${count === 1 ? "note waits" : "notes wait"} to be sent. If you sign out now, ${count === 1 ? "it is" : "they are"} lost.`;
    const button = (text, look, answer) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: `btn ${look} w-100 mt-3`, textContent: text });
      made.addEventListener("click", () => dialog.close(answer));
      return made;
    };
    dialog.setAttribute("aria-labelledby", words.id);
    dialog.append(words, button("Stay signed in", "btn-primary", ""), button("Sign out anyway", "btn-outline-secondary", "go"));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "go");
    });
    document.body.append(dialog);
    dialog.showModal();
  });

const leave = async (form) => {
  const count = await walkStore.count(mine);
  if (!count || (await asks(count))) {
    await walkStore.wipe(mine);
    form.submit();
  }
};
const comeIn = async () => {
  const last = await walkStore.who();
  await walkStore.tidy();
  if (last && last !== mine) {
    await walkStore.setWho(mine);
  }
};

if (mine && walkStore.isSafe) {
  comeIn().catch((error) => console.info("Nothing is laid down here.", error));
  for (const form of goings) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      leave(form).catch(() => form.submit());
    });
  }
}
