// Replaces the desk after an answer, or when something changed elsewhere. The focus, the scroll position, open parts
// and typed texts stay. An uncovered page only says that something changed.
import { poll, isRedirect } from "../lib/requests.js";
import { childInHand, desk, isAsked, pressed } from "./taps.js";

const LOOK_EVERY = 4000;
const top = (element) => element?.getBoundingClientRect().top;
const placeOf = (id) => [id, top(document.getElementById(id))];
const isChanged = (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked;

// Ids that may take the focus afterwards, each with its position on the screen. The pressed element may be gone: then
// it is the one that its `data-then` names, else the child who was moved, else the heading. The child's position is
// that of their new place.
const placesFrom = (at) => {
  if (!at) {
    return [];
  }
  const hand = `child-${childInHand()}`;
  const first = at.matches("[data-place]") ? [hand, top(at)] : placeOf(at.id);
  return [first, ...[at.closest("[data-then]")?.dataset.then, hand, "plan-name"].map(placeOf)];
};

let before = { places: [], opened: [], typed: [] };
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const at = [document.activeElement, detail.requestConfig.elt].find((each) => each.closest("#desk > *"));
  const opened = [...document.querySelectorAll("#desk [open] > summary")];
  const typed = [...document.querySelectorAll("#desk details input[id]")].filter(isChanged);
  before = {
    places: placesFrom(at),
    opened: opened.filter((each) => !each.parentElement.contains(at)).map(({ id }) => id),
    typed: typed.map(({ id, value, checked }) => ({ id, value, checked })),
  };
});

const openAgain = ({ opened }) => {
  for (const summary of document.querySelectorAll("#desk summary")) {
    summary.parentElement.open = opened.includes(summary.id);
  }
};
const typeAgain = ({ typed }) => {
  for (const { id, value, checked } of typed) {
    const field = document.getElementById(id);
    if (field && (field.value !== value.trim() || field.checked !== checked)) {
      Object.assign(field, { value, checked });
      field.closest("details").open = true;
    }
  }
};
const focusAgain = ({ places }) => {
  for (const [id, was] of places) {
    const place = document.getElementById(id);
    place?.focus({ preventScroll: true });
    if (place && place === document.activeElement) {
      scrollBy(0, was > 0 && was < innerHeight ? top(place) - was : 0);
      place.scrollIntoView({ block: "nearest" });
      return;
    }
  }
};
document.addEventListener("htmx:afterSettle", () => {
  openAgain(before);
  typeAgain(before);
  const question = document.querySelector("#desk [data-focus]");
  if (question) {
    question.focus();
  } else {
    focusAgain(before);
  }
  document.querySelector("#desk > [data-message]")?.scrollIntoView({ block: "center" });
});

const showOffline = (isShown) => {
  document.getElementById("offline").hidden = !isShown;
};
document.addEventListener("htmx:sendError", () => showOffline(true));
document.addEventListener("htmx:responseError", () => showOffline(true));
document.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && showOffline(false));

// Changes from elsewhere

const isBusy = () => {
  const field = document.activeElement;
  const isUsed = desk().matches(":active") || field?.matches("input, textarea, select");
  return isAsked() || document.hidden || pressed() || isUsed;
};
// A tap while news are on their way comes first.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.elt === desk() && isBusy()) {
    detail.shouldSwap = false;
  }
});

// A redirect or a 404: the teacher is signed out, or the draft was published or deleted.
const say = async ({ words, told }) => {
  const place = document.querySelector("[data-changed] > p");
  if (!place?.hidden) {
    return;
  }
  const answer = await poll(words, { "X-Told": told }).catch(() => null);
  if (answer?.status === 200) {
    place.querySelector("span").textContent = await answer.text();
    place.hidden = false;
  } else if (answer && (isRedirect(answer) || answer.status === 404)) {
    document.querySelector("[data-cover-now]").click();
  }
};
const show = (address) => {
  const query = childInHand() && `?hand=${childInHand()}`;
  htmx.ajax("GET", address + query, { source: desk(), headers: { "X-Polling": "true" } }).catch(() => {});
};
const look = () => {
  const { news, words } = desk().dataset;
  if (isBusy() || desk().matches(".htmx-request")) {
    return;
  }
  if (words) {
    say(desk().dataset);
  } else if (news) {
    show(news);
  }
};
setInterval(look, LOOK_EVERY);
