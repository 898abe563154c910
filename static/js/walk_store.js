// What lies on the device of a teacher who walks: the tiles for half a day, and notes until they are sent. All of it is
// encrypted with a key that can't be taken out of the browser, one for each person. Where the address is not a safe one
// the browser offers no such keys: then nothing is laid down, and notes wait in the page only.
"use strict";
const walkStore = (() => {
  const TILES_STAY = 12 * 60 * 60 * 1000;
  const STORES = ["keys", "tiles", "waiting", "who"];
  const isSafe = window.isSecureContext && "indexedDB" in window && "subtle" in (window.crypto ?? {});
  const inPage = new Map();

  const asked = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  let opened = null;
  const open = () => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("partners-walk", 1);
      request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  };
  // `work` asks the stores of one transaction; what it returns is answered once everything is written.
  const within = async (names, work, mode = "readwrite") => {
    const transaction = (await open()).transaction(names, mode);
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    const answer = await work(...names.map((name) => transaction.objectStore(name)));
    await done;
    return answer;
  };
  const of = (person) => IDBKeyRange.bound(`${person}/`, `${person}/\uffff`);

  // Encryption

  const keyOf = async (person) => {
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    return within(["keys"], async (keys) => {
      const found = await asked(keys.get(person));
      if (!found) {
        keys.put(made, person);
      }
      return found ?? made;
    });
  };
  const seal = async (person, value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify(value));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(person), words) };
  };
  const unseal = async (person, { iv, sealed }) => {
    const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await keyOf(person), sealed);
    return JSON.parse(new TextDecoder().decode(words));
  };

  // Who signed in last on this device: only for that person the pages open without a connection.

  const setWho = (person) => isSafe && within(["who"], (who) => asked(who.put(person, "last")));
  const who = () => (isSafe ? within(["who"], (stored) => asked(stored.get("last")), "readonly") : undefined);

  // Tiles of a class: {name, tiles}

  const keepTiles = async (person, room, tiles) => {
    if (isSafe) {
      const sealed = await seal(person, tiles);
      await within(["tiles"], (stored) => asked(stored.put({ ...sealed, at: Date.now() }, `${person}/${room}`)));
    }
  };
  const tidy = () =>
    within(["tiles"], async (stored) => {
      for (const key of await asked(stored.getAllKeys())) {
        const { at } = await asked(stored.get(key));
        if (Date.now() - at > TILES_STAY || at > Date.now()) {
          stored.delete(key);
        }
      }
    });
  const tiles = async (person, room) => {
    await tidy();
    const found = await within(["tiles"], (stored) => asked(stored.get(`${person}/${room}`)), "readonly");
    return found && unseal(person, found);
  };

  // Notes that wait: {key, tap, address, begun, seen}

  const put = async (person, note) => {
    if (!isSafe) {
      inPage.set(note.key, note);
      return;
    }
    const sealed = await seal(person, note);
    await within(["waiting"], (waiting) => asked(waiting.put({ ...sealed, tap: note.tap }, `${person}/${note.key}`)));
  };
  const waiting = async (person) => {
    if (!isSafe) {
      return [...inPage.values()];
    }
    const found = await within(["waiting"], (stored) => asked(stored.getAll(of(person))), "readonly");
    const notes = await Promise.all(found.map((note) => unseal(person, note)));
    return notes.sort((one, other) => one.begun - other.begun);
  };
  const count = (person) =>
    isSafe ? within(["waiting"], (stored) => asked(stored.count(of(person))), "readonly") : inPage.size;
  // A note that has changed since it was sent waits on.
  const drop = async (person, { key, tap }) => {
    if (!isSafe) {
      if (inPage.get(key)?.tap === tap) {
        inPage.delete(key);
      }
      return;
    }
    await within(["waiting"], async (stored) => {
      const found = await asked(stored.get(`${person}/${key}`));
      if (found?.tap === tap) {
        stored.delete(`${person}/${key}`);
      }
    });
  };

  const wipe = async (person) => {
    if (isSafe) {
      await within(STORES, (keys, stored, notes, last) => {
        keys.delete(person);
        stored.delete(of(person));
        notes.delete(of(person));
        last.clear();
      });
    }
  };
  return { isSafe, setWho, who, keepTiles, tidy, tiles, put, waiting, count, drop, wipe };
})();
