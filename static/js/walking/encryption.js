// Encrypts what a walk stores on the device, with a key for each person that cannot be taken out of the browser.
import { result, within } from "../lib/walk_store.js";

const CIPHER = { name: "AES-GCM", length: 256 };

const keyOf = async (person) => {
  const made = await crypto.subtle.generateKey(CIPHER, false, ["encrypt", "decrypt"]);
  return within(["keys"], async (keys) => {
    const found = await result(keys.get(person));
    if (!found) {
      keys.put(made, person);
    }
    return found ?? made;
  });
};

export const seal = async (person, value) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const words = new TextEncoder().encode(JSON.stringify(value));
  return { iv, sealed: await crypto.subtle.encrypt({ name: CIPHER.name, iv }, await keyOf(person), words) };
};

export const unseal = async (person, { iv, sealed }) => {
  const words = await crypto.subtle.decrypt({ name: CIPHER.name, iv }, await keyOf(person), sealed);
  return JSON.parse(new TextDecoder().decode(words));
};
