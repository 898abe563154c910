// Deletes a walk from the device when the teacher signs out, and asks first while notes wait to be sent. Once another
// teacher signs in, nobody can open the tiles of the one before, and that teacher's notes wait for them.
import { ask } from "./lib/dialog.js";
import { make, makeButton } from "./lib/dom.js";
import { countWaiting, dropOldTiles, isSafe, setWho, who, wipe } from "./lib/walk_store.js";

const forms = [...document.querySelectorAll("form[data-sign-out]")];
const me = forms[0]?.dataset.signOut;

const isSure = async (notes) => {
  const [wait, lost] = notes === 1 ? ["note waits", "it is"] : ["notes wait", "they are"];
  const words = make("p", { id: "notes-wait" }, `${notes} ${wait} to be sent. If you sign out now, ${lost} lost.`);
  const answer = (text, look, value) => makeButton(text, () => dialog.close(value), `btn ${look} w-100 mt-3`);
  const stay = answer("Stay signed in", "btn-primary", "");
  const go = answer("Sign out anyway", "btn-outline-secondary", "go");
  const dialog = make("dialog", { className: "still-here" }, words, stay, go);
  dialog.setAttribute("aria-labelledby", words.id);
  document.body.append(dialog);
  const answered = await ask(dialog);
  dialog.remove();
  return answered === "go";
};

const signOut = async (form) => {
  const notes = await countWaiting(me);
  if (!notes || (await isSure(notes))) {
    await wipe(me);
    form.submit();
  }
};
const comeIn = async () => {
  const last = await who();
  await dropOldTiles();
  if (last && last !== me) {
    await setWho(me);
  }
};

if (me && isSafe) {
  comeIn().catch((error) => console.info("Nothing is kept on this device.", error));
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      signOut(form).catch(() => form.submit());
    });
  }
}
