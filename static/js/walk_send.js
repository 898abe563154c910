// Sends the notes that wait: one after the other, each until the server has it, and says how it stands.
"use strict";
const walkSend = (() => {
  const AGAIN_AFTER = 20_000;
  const GIVE_UP_AFTER = 15_000;
  const line = document.querySelector("[data-walk-state]");
  const { me, signIn } = line.dataset;
  let { person, token } = line.dataset;
  let running = null;
  let once = false;
  let laying = 0; // taps that are not laid down yet
  const refused = new Map();

  const ask = (address, options) =>
    fetch(address, { redirect: "manual", signal: AbortSignal.timeout(GIVE_UP_AFTER), ...options });

  // How it stands. What is not on the server yet is always said.

  const link = (text, href) => Object.assign(document.createElement("a"), { textContent: text, href });
  const away = (note) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Delete it" });
    button.className = "btn btn-quiet";
    button.addEventListener("click", async () => {
      refused.delete(note.key);
      await walkStore.drop(person, note);
      show();
    });
    return button;
  };
  const show = async (trouble = "") => {
    const left = person ? await walkStore.count(person) : 0;
    const words = [];
    for (const { note, why } of refused.values()) {
      words.push(`A note can't be kept: ${why} `, away(note));
    }
    if (trouble === "signed out" && left) {
      words.push(`${left} waiting. `, link("Sign in to send", `${signIn}?next=${location.pathname}`));
    } else if (trouble === "other" && left) {
      words.push(`${left} waiting. Someone else has signed in here.`);
    } else if (laying) {
      words.push("Saving…");
    } else if (left > refused.size) {
      words.push(trouble || !navigator.onLine ? `${left - refused.size} waiting` : "Saving…");
    } else if (once && !refused.size) {
      words.push("Saved");
    }
    if (!walkStore.isSafe) {
      words.push(words.length ? " · " : "", "Works only while connected: this address is not https.");
    }
    line.replaceChildren(...words);
    line.hidden = !words.length;
  };

  // Sending

  const fresh = async () => {
    const answer = await ask(me, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      throw Object.assign(Error(), { trouble: answer.status < 500 ? "signed out" : "later" });
    }
    const found = await answer.json();
    if (found.person !== person) {
      throw Object.assign(Error(), { trouble: "other" });
    }
    token = found.token;
  };
  const body = ({ key, tap, begun, seen }) => {
    const waited = Math.max(0, Math.round((Date.now() - begun) / 1000));
    const fields = [["client_key", key], ["tap", tap], ["waited", waited], ["person", person], ...seen];
    return new URLSearchParams(fields);
  };
  const post = (note) =>
    ask(note.address, {
      method: "POST",
      body: body(note),
      headers: { Accept: "application/json", "X-CSRFToken": token },
      keepalive: true,
    });
  const sendOne = async (note) => {
    if (!token) {
      await fresh();
    }
    let answer = await post(note);
    if (answer.status === 403 || answer.type === "opaqueredirect") {
      await fresh();
      answer = await post(note);
    }
    if (answer.ok) {
      refused.delete(note.key);
      await walkStore.drop(person, note);
    } else if ([404, 409, 422].includes(answer.status)) {
      const said = await answer.json().catch(() => ({}));
      if (said.person) {
        throw Object.assign(Error(), { trouble: "other" });
      }
      refused.set(note.key, { note, why: said.error ?? "the class takes no notes from here now." });
    } else {
      throw Object.assign(Error(), { trouble: answer.type === "opaqueredirect" ? "signed out" : "later" });
    }
  };
  const sendAll = async () => {
    let left = await walkStore.waiting(person);
    const tried = new Set();
    while (left.length) {
      const [note] = left;
      tried.add(`${note.key} ${note.tap}`);
      await sendOne(note);
      once = true;
      left = (await walkStore.waiting(person)).filter(({ key, tap }) => !tried.has(`${key} ${tap}`));
    }
  };
  // Called while it runs, it goes once more after that.
  const send = async () => {
    if (!person || running) {
      running &&= "again";
      return;
    }
    running = "now";
    let trouble = "";
    try {
      await sendAll();
    } catch (error) {
      trouble = error.trouble ?? "later";
    }
    const again = running === "again";
    running = null;
    await show(trouble);
    if (again) {
      send();
    }
  };

  const begin = async (known = person) => {
    person = known;
    await show();
    await send();
  };
  addEventListener("online", send);
  addEventListener("offline", () => show());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  setInterval(async () => person && (await walkStore.count(person)) && send(), AGAIN_AFTER);

  const keep = async (note) => {
    laying += 1;
    line.textContent = "Saving…";
    line.hidden = false;
    await walkStore.put(person, note).finally(() => (laying -= 1));
    await show();
    await send();
  };
  return { begin, keep, person: () => person };
})();
