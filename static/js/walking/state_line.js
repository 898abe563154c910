// Shows the state of a walk's notes. It always says which are not on the server yet.
import { make, makeButton } from "../lib/dom.js";
import { isSafe } from "../lib/walk_store.js";

const line = document.querySelector("[data-walk-state]");

/** The addresses to ask, and who is signed in: {me, signIn, person, token}. */
export const settings = { ...line.dataset };

// Words for what stops the sending: nobody is signed in, or somebody else is.
const stoppedWords = (trouble, left) => {
  if (trouble === "signed out") {
    const href = `${settings.signIn}?next=${location.pathname}`;
    return [`${left} waiting. `, make("a", { href }, "Sign in to send")];
  }
  return trouble === "other" ? [`${left} waiting. Someone else has signed in here.`] : [];
};
const waitingWords = ({ trouble, isSaving, left, refused, isSent }) => {
  const stopped = left ? stoppedWords(trouble, left) : [];
  if (stopped.length || isSaving) {
    return stopped.length ? stopped : ["Saving…"];
  }
  if (left > refused.length) {
    return [trouble || !navigator.onLine ? `${left - refused.length} waiting` : "Saving…"];
  }
  return isSent && !refused.length ? ["Saved"] : [];
};

/** `left` counts the notes that wait, the refused ones among them; `remove(note)` deletes a refused one. */
export const showState = (state, remove) => {
  const words = state.refused.flatMap(({ note, why }) => [
    `A note can't be kept: ${why} `,
    makeButton("Delete it", () => remove(note)),
  ]);
  words.push(...waitingWords(state));
  if (!isSafe) {
    words.push(words.length ? " · " : "", "Works only while connected: this address is not https.");
  }
  line.replaceChildren(...words);
  line.hidden = !words.length;
};

export const showSaving = () => {
  line.textContent = "Saving…";
  line.hidden = false;
};
