// Sends the notes of a walk that wait on the device: one after the other, each until the server has it.
import { ask, isRedirect, post } from "../lib/requests.js";
import { makeSaveQueue } from "../lib/save_queue.js";
import * as device from "./device.js";
import { settings, showSaving, showState } from "./state_line.js";

const RETRY_EVERY = 20_000;
const GIVE_UP_AFTER = 15_000;
const REFUSED = [404, 409, 422];

let { person, token } = settings;
let isSent = false; // whether a note was sent
let notStored = 0; // taps that are not stored on the device yet
const refused = new Map();

// Why a note was not sent: "signed out", "other" (somebody else is signed in) or "later".
class NotSent extends Error {
  constructor(trouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

const show = async (trouble = "") => {
  const left = person ? await device.count(person) : 0;
  showState({ trouble, left, isSaving: notStored > 0, isSent, refused: [...refused.values()] }, remove);
};
const remove = async (note) => {
  refused.delete(note.key);
  await device.drop(person, note);
  show();
};

const renewToken = async () => {
  const answer = await ask(settings.me, { headers: { Accept: "application/json" }, limit: GIVE_UP_AFTER });
  if (!answer.ok) {
    throw new NotSent(answer.status < 500 ? "signed out" : "later");
  }
  const session = await answer.json();
  if (session.person !== person) {
    throw new NotSent("other");
  }
  ({ token } = session);
};
const bodyOf = ({ key, tap, begun, seen }) => {
  const waited = Math.max(0, Math.round((Date.now() - begun) / 1000));
  return new URLSearchParams([["client_key", key], ["tap", tap], ["waited", waited], ["person", person], ...seen]);
};
const postNote = (note) =>
  post(note.address, bodyOf(note), {
    headers: { Accept: "application/json", "X-CSRFToken": token },
    limit: GIVE_UP_AFTER,
  });
const postWithToken = async (note) => {
  if (!token) {
    await renewToken();
  }
  const answer = await postNote(note);
  if (answer.status !== 403 && !isRedirect(answer)) {
    return answer;
  }
  await renewToken();
  return postNote(note);
};
const refuse = async (note, answer) => {
  const reply = await answer.json().catch(() => ({}));
  if (reply.person) {
    throw new NotSent("other");
  }
  refused.set(note.key, { note, why: reply.error ?? "the class takes no notes from here now." });
};
const sendNote = async (note) => {
  const answer = await postWithToken(note);
  if (answer.ok) {
    refused.delete(note.key);
    await device.drop(person, note);
  } else if (REFUSED.includes(answer.status)) {
    await refuse(note, answer);
  } else {
    throw new NotSent(isRedirect(answer) ? "signed out" : "later");
  }
};
const sendAll = async () => {
  const tried = new Set();
  const next = async () => (await device.waiting(person)).find(({ key, tap }) => !tried.has(`${key} ${tap}`));
  for (let note = await next(); note; note = await next()) {
    tried.add(`${note.key} ${note.tap}`);
    await sendNote(note);
    isSent = true;
  }
};

const queue = makeSaveQueue({ send: sendAll, sent: (error) => show(error ? (error.trouble ?? "later") : "") });
const send = () => {
  if (person) {
    queue.save();
  }
};
addEventListener("online", send);
addEventListener("offline", () => show());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
// Another tab may have left notes, too.
setInterval(async () => person && (await device.count(person)) && send(), RETRY_EVERY);

/** The key on this device of the teacher whose notes are sent. */
export const personHere = () => person;

/** Sends this teacher's notes that wait. */
export const begin = async (teacher = person) => {
  person = teacher;
  await show();
  send();
};

/** Stores a note on the device, and sends it. */
export const save = async (note) => {
  notStored += 1;
  showSaving();
  await device.put(person, note).finally(() => {
    notStored -= 1;
  });
  await show();
  send();
};
