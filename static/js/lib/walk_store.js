// The database on the device for a teacher's walk: whose data it holds, and when it is deleted.
const TILES_STAY = 12 * 60 * 60 * 1000;
const STORES = ["keys", "tiles", "waiting", "who"];

/** Whether the browser can encrypt what is stored: on HTTPS only. */
export const isSafe = window.isSecureContext && "indexedDB" in window && "subtle" in (window.crypto ?? {});

/** Resolves to the result of a request to the database. */
export const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const openDatabase = () => {
  const request = indexedDB.open("partners-walk", 1);
  request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
  return result(request);
};
let database = null;
/** Resolves to what `work` returns about these stores, once everything is written. */
export const within = async (names, work, mode = "readwrite") => {
  database ??= openDatabase();
  const transaction = (await database).transaction(names, mode);
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  const answer = await work(...names.map((name) => transaction.objectStore(name)));
  await done;
  return answer;
};
export const allOf = (person) => IDBKeyRange.bound(`${person}/`, `${person}/\uFFFF`);

// The teacher who signed in last here. Pages open without a connection only for them.
export const setWho = (person) => isSafe && within(["who"], (who) => result(who.put(person, "last")));
export const who = () => (isSafe ? within(["who"], (stored) => result(stored.get("last")), "readonly") : undefined);

export const dropOldTiles = () =>
  within(["tiles"], async (stored) => {
    for (const key of await result(stored.getAllKeys())) {
      const { at } = await result(stored.get(key));
      if (Date.now() - at > TILES_STAY || at > Date.now()) {
        stored.delete(key);
      }
    }
  });

/** How many notes wait to be sent. */
export const countWaiting = (person) =>
  within(["waiting"], (stored) => result(stored.count(allOf(person))), "readonly");

/** Deletes everything of this person. */
export const wipe = async (person) => {
  if (isSafe) {
    await within(STORES, (keys, tiles, notes, last) => {
      keys.delete(person);
      tiles.delete(allOf(person));
      notes.delete(allOf(person));
      last.clear();
    });
  }
};
