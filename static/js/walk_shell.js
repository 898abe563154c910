// The page without a connection: the tiles, or a note, from what lies on the device for the person who signed in last.
"use strict";
const part = (name) => document.querySelector(`[data-shell="${name}"]:not(.page-head)`);
const head = document.querySelector(".page-head");
const [, room, opened] = location.pathname.match(/^(\/c\/\w+\/walk\/)(?:(\w+)\/)?$/) ?? [];

const sprite = (className, address) => {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  drawing.setAttribute("class", className);
  drawing.setAttribute("aria-hidden", "true");
  use.setAttribute("href", address);
  drawing.append(use);
  return drawing;
};
const element = (name, className, ...inside) => {
  const made = Object.assign(document.createElement(name), { className });
  made.append(...inside);
  return made;
};
const named = (name, className, text) => Object.assign(element(name, className, text), { dir: "auto" });
const faces = (tile) => tile.children.map((child) => sprite("avatar", `${head.dataset.avatars}#${child.avatar}`));

const tileOf = (tile) => {
  const names = element("b", "", ...tile.children.flatMap((child) => [named("span", "", child.called), document.createElement("br")]));
  const link = element("a", "sheet walk-tile", element("span", "faces", ...faces(tile)), names);
  link.href = `${room}${tile.key}/`;
  if (tile.spot) {
    link.append(named("span", "small", tile.spot));
  }
  return element("li", "", link);
};
const showTiles = ({ name, tiles }) => {
  const section = part("tiles");
  section.querySelector("ul").append(...tiles.map(tileOf));
  section.querySelector("[data-state-here]").append(document.querySelector("[data-walk-state]"));
  head.querySelector("[data-shell-name]").textContent = `${name}. Tap the partners you are watching.`;
  head.hidden = section.hidden = false;
};

const chipOf = (type, name, value, words) => {
  const box = Object.assign(document.createElement("input"), { className: "hide-box", type, name, value });
  const face = element("span", "chip-face", sprite("icon tick", `${head.dataset.icons}#tick`), named("span", "", words));
  return element("label", "chip", box, face);
};
// As many as the page has at the thumb, the others below.
const showChips = (form, name, chips) => {
  const [first, rest] = form.querySelectorAll(`[data-side=${name}] .chips`);
  const made = chips.map(([key, words]) => chipOf("checkbox", name, key, words));
  const rested = made.splice(first.children.length);
  first.replaceChildren(...made);
  rest.replaceChildren(...rested);
};
const showNote = ({ tiles, chips = {} }, place) => {
  const [before, tile, after] = [tiles[place - 1], tiles[place], tiles[place + 1]];
  const section = part("note");
  const form = section.querySelector("form");
  section.querySelector(".faces").append(...faces(tile));
  section.querySelector("h1").textContent = document.title = tile.names;
  section.querySelector(".walk-names > span").textContent = tile.spot;
  section.querySelector("[data-shell-back]").href = room;
  for (const name of ["about", "reader"]) {
    form.querySelector(`[data-children=${name}]`).append(...tile.children.map((child) => chipOf("radio", name, child.key, child.called)));
  }
  for (const name of Object.keys(chips)) {
    showChips(form, name, chips[name]);
  }
  if (before) {
    const link = named("a", "visually-hidden", `Before: ${before.names}`);
    link.href = `${room}${before.key}/`;
    link.dataset.walkBefore = "";
    form.querySelector(".walk-buttons").append(link);
  }
  const next = element("a", "btn btn-outline-secondary walk-next", after ? named("span", "walk-names", `Next: ${after.names}`) : "All partners");
  next.href = after ? `${room}${after.key}/` : room;
  next.toggleAttribute("data-walk-after", Boolean(after));
  form.querySelector(".walk-buttons").append(next);
  form.setAttribute("action", location.pathname);
  form.elements.client_key.value = crypto.randomUUID();
  form.elements.tap.value = 1;
  section.hidden = false;
  walkNote(form);
};

const open = async () => {
  const person = walkStore.isSafe ? await walkStore.who() : undefined;
  const found = person && room && (await walkStore.tiles(person, room));
  const place = found ? found.tiles.findIndex((tile) => tile.key === opened) : -1;
  if (place >= 0) {
    showNote(found, place);
  } else if (found) {
    showTiles(found);
  } else {
    part("nothing").hidden = false;
  }
  walkSend.begin(person);
};
open();
