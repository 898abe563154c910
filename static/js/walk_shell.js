// The walk without a connection: shows the tiles, or a note, as stored for the teacher who signed in last.
import { make } from "./lib/dom.js";
import { isSafe, who } from "./lib/walk_store.js";
import { watchNote } from "./walk_note.js"; // the same file as with a connection, so that it is stored once
import { tilesOf } from "./walking/device.js";
import { begin } from "./walking/sender.js";

const part = (name) => document.querySelector(`[data-shell="${name}"]:not(.page-head)`);
const head = document.querySelector(".page-head");
const [, room, opened] = location.pathname.match(/^(\/c\/\w+\/walk\/)(?:(\w+)\/)?$/) ?? [];

const drawing = (className, address) => {
  const [svg, use] = ["svg", "use"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", address);
  svg.append(use);
  return svg;
};
// An element with text in any language, in its own direction.
const named = (name, className, text) => make(name, { className, dir: "auto" }, text);
const faces = (tile) => tile.children.map((child) => drawing("avatar", `${head.dataset.avatars}#${child.avatar}`));

// The tiles

const tileOf = (tile) => {
  const names = tile.children.flatMap((child) => [named("span", "", child.called), make("br")]);
  const properties = { className: "sheet walk-tile", href: `${room}${tile.key}/` };
  const pictures = make("span", { className: "faces" }, ...faces(tile));
  const spot = tile.spot ? [named("span", "small", tile.spot)] : [];
  return make("li", {}, make("a", properties, pictures, make("b", {}, ...names), ...spot));
};
const showTiles = ({ name, tiles }) => {
  const section = part("tiles");
  section.querySelector("ul").append(...tiles.map(tileOf));
  section.querySelector("[data-state-here]").append(document.querySelector("[data-walk-state]"));
  head.querySelector("[data-shell-name]").textContent = `${name}. Tap the partners you are watching.`;
  head.hidden = false;
  section.hidden = false;
};

// A note

const chipOf = (type, name, value, words) => {
  const tick = drawing("icon tick", `${head.dataset.icons}#tick`);
  const face = make("span", { className: "chip-face" }, tick, named("span", "", words));
  return make("label", { className: "chip" }, make("input", { className: "hide-box", type, name, value }), face);
};
// The first chips are within reach of the thumb, as on the page, and the others below.
const showChips = (form, name, chips) => {
  const [first, rest] = form.querySelectorAll(`[data-side=${name}] .chips`);
  const made = chips.map(([key, words]) => chipOf("checkbox", name, key, words));
  const others = made.splice(first.children.length);
  first.replaceChildren(...made);
  rest.replaceChildren(...others);
};
const showChildren = (form, tile) => {
  for (const name of ["about", "reader"]) {
    const chips = tile.children.map((child) => chipOf("radio", name, child.key, child.called));
    form.querySelector(`[data-children=${name}]`).append(...chips);
  }
};
const linksTo = (before, after) => {
  const links = [];
  if (before) {
    const link = named("a", "visually-hidden", `Before: ${before.names}`);
    link.href = `${room}${before.key}/`;
    link.dataset.walkBefore = "";
    links.push(link);
  }
  const words = after ? named("span", "walk-names", `Next: ${after.names}`) : "All partners";
  const next = make("a", { className: "btn btn-outline-secondary walk-next" }, words);
  next.href = after ? `${room}${after.key}/` : room;
  next.toggleAttribute("data-walk-after", Boolean(after));
  return [...links, next];
};
const showNote = ({ tiles, chips = {} }, place) => {
  const tile = tiles[place];
  const section = part("note");
  const form = section.querySelector("form");
  section.querySelector(".faces").append(...faces(tile));
  section.querySelector("h1").textContent = tile.names;
  document.title = tile.names;
  section.querySelector(".walk-names > span").textContent = tile.spot;
  section.querySelector("[data-shell-back]").href = room;
  showChildren(form, tile);
  for (const name of Object.keys(chips)) {
    showChips(form, name, chips[name]);
  }
  form.querySelector(".walk-buttons").append(...linksTo(tiles[place - 1], tiles[place + 1]));
  form.setAttribute("action", location.pathname);
  form.elements.client_key.value = crypto.randomUUID();
  form.elements.tap.value = 1;
  section.hidden = false;
  watchNote(form);
};

const open = async () => {
  const person = isSafe ? await who() : undefined;
  const found = person && room && (await tilesOf(person, room));
  const place = found ? found.tiles.findIndex((tile) => tile.key === opened) : -1;
  if (place >= 0) {
    showNote(found, place);
  } else if (found) {
    showTiles(found);
  } else {
    part("nothing").hidden = false;
  }
  begin(person);
};
open();
