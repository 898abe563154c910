// Stores the tiles of a walk on the device for half a day, and its notes until they are sent. Where the browser cannot
// encrypt, no tiles are stored, and notes wait in the page.
import { allOf, countWaiting, dropOldTiles, isSafe, result, within } from "../lib/walk_store.js";
import { seal, unseal } from "./encryption.js";

const inPage = new Map();

// Tiles of a class: {name, tiles, chips}

export const storeTiles = async (person, room, tiles) => {
  if (isSafe) {
    const sealed = await seal(person, tiles);
    await within(["tiles"], (stored) => result(stored.put({ ...sealed, at: Date.now() }, `${person}/${room}`)));
  }
};
export const tilesOf = async (person, room) => {
  await dropOldTiles();
  const found = await within(["tiles"], (stored) => result(stored.get(`${person}/${room}`)), "readonly");
  return found && unseal(person, found);
};

// Notes that wait: {key, tap, address, begun, seen}

export const put = async (person, note) => {
  if (!isSafe) {
    inPage.set(note.key, note);
    return;
  }
  const sealed = await seal(person, note);
  await within(["waiting"], (waiting) => result(waiting.put({ ...sealed, tap: note.tap }, `${person}/${note.key}`)));
};
/** The notes that wait, oldest first. */
export const waiting = async (person) => {
  if (!isSafe) {
    return [...inPage.values()];
  }
  const found = await within(["waiting"], (stored) => result(stored.getAll(allOf(person))), "readonly");
  const notes = await Promise.all(found.map((note) => unseal(person, note)));
  return notes.sort((one, other) => one.begun - other.begun);
};
export const count = (person) => (isSafe ? countWaiting(person) : inPage.size);
/** Deletes a note that was sent, unless it has changed since. */
export const drop = async (person, { key, tap }) => {
  if (!isSafe) {
    if (inPage.get(key)?.tap === tap) {
      inPage.delete(key);
    }
    return;
  }
  await within(["waiting"], async (stored) => {
    const found = await result(stored.get(`${person}/${key}`));
    if (found?.tap === tap) {
      stored.delete(`${person}/${key}`);
    }
  });
};
