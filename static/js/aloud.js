// Reads a child's page aloud: an ear beside each text reads it with a voice of the device. A device without a voice of
// its own shows no ears.
import { hasVoiceFor, labelOf, partsOf, read, say, stop } from "./aloud/speaker.js";

const OFF = "aloud-off";
const TAPPED = "aloud-tapped";

const kit = document.getElementById("aloud");
const main = document.getElementById("main");
const mode = kit ? kit.dataset.aloud : "";
// Pages before sign-in start fresh: if the child before switched reading off, it is on again.
if (mode === "door") {
  sessionStorage.removeItem(OFF);
  sessionStorage.removeItem(TAPPED);
}

const ears = new Map(); // with what each reads
let first = null; // the ear of the page's question
let startsItself = mode === "start";

const press = (ear) =>
  say(ear, ears.get(ear)(), (error) => {
    startsItself = mode === "start" && error === "not-allowed"; // the browser allows it after the first tap
  });
// An ear that reads `parts()`; `label` is its name for screen readers.
const makeEar = (kind, label, parts) => {
  const ear = kit.content.querySelector(`.${kind}`).cloneNode(true);
  const words = label.replaceAll(/\s+/g, " ").trim();
  ear.setAttribute("aria-label", ear.getAttribute("aria-label").replace("{words}", words));
  ear.addEventListener("click", (event) => {
    event.preventDefault();
    press(ear);
  });
  ears.set(ear, parts);
  return ear;
};

// Places of the ears

const hasEar = (unit) => unit.closest("[data-heard]") !== null;
const markHeard = (unit) => {
  unit.dataset.heard = "";
};

const besideQuestion = () => {
  const alerts = [...main.querySelectorAll(".alert")];
  alerts.forEach(markHeard);
  for (const ask of main.querySelectorAll(".ask")) {
    const parts = first ? () => partsOf(ask) : () => [...alerts, ...partsOf(ask)];
    const ear = makeEar("ear-large", labelOf(ask), parts);
    first ||= ear;
    ask.prepend(ear);
    markHeard(ask);
  }
  if (!first && main.classList.contains("quiet-page")) {
    const top = main.querySelector("h1");
    first = makeEar("ear-large", read(top).text, () => partsOf(main));
    top.before(first);
    markHeard(main);
  }
};

// An answer that is not in an option yet is wrapped in one, so that its ear is beside it and not inside.
const optionOf = (answer) => {
  if (answer.matches(".option")) {
    return answer;
  }
  const whole = answer.closest("label") || answer;
  const option = document.createElement("span");
  option.className = "option";
  whole.before(option);
  option.append(whole);
  return option;
};
const besideAnswers = () => {
  for (const answer of main.querySelectorAll(".option, .answer")) {
    if (!hasEar(answer)) {
      const option = optionOf(answer);
      option.append(makeEar("ear-small", read(option).text, () => [option]));
      markHeard(option);
    }
  }
};

const besideNames = () => {
  for (const tiles of main.querySelectorAll(".tiles")) {
    const named = () => [...tiles.querySelectorAll(".tile")].filter((tile) => !tile.closest("[hidden]"));
    if (!hasEar(tiles) && named().some((tile) => read(tile).text.trim())) {
      tiles.before(makeEar("ear-names", "", named));
    }
    markHeard(tiles);
  }
};

const besideLines = () => {
  for (const line of main.querySelectorAll(".check-line, .say, .promise, .partner-facts > li")) {
    if (!hasEar(line)) {
      line.prepend(makeEar("ear-small", labelOf(line), () => partsOf(line)));
      markHeard(line);
    }
  }
};

// Texts that belong together share one ear.
const besideTexts = () => {
  const groups = new Map();
  for (const text of main.querySelectorAll("h1, h2, h3, p, label:not(:has(input))")) {
    if (!hasEar(text) && !text.matches(".visually-hidden") && read(text).text.trim()) {
      groups.set(text.parentElement, [...(groups.get(text.parentElement) || []), text]);
    }
  }
  for (const texts of groups.values()) {
    const line = document.createElement("div");
    line.className = "option";
    texts[0].before(line);
    line.append(
      makeEar("ear-small", read(texts[0]).text, () => texts),
      texts[0],
    );
    texts.forEach(markHeard);
  }
};

// The buttons of the bar below share one ear, and stay in place.
const besideTheBar = () => {
  const bar = document.querySelector(".child-bar");
  const buttons = bar ? [...bar.querySelectorAll(".btn")] : [];
  if (buttons.length) {
    const words = buttons.map((button) => read(button).text.trim()).join(", ");
    buttons
      .at(-1)
      .closest(".wrap > *")
      .before(makeEar("ear-small", words, () => partsOf(bar)));
  }
};
const placeEars = () => {
  besideQuestion();
  besideAnswers();
  besideNames();
  besideLines();
  besideTexts();
  besideTheBar();
};

// The switch, and starting by itself

const isOff = () => sessionStorage.getItem(OFF) !== null;
const startIfWanted = () => {
  if (first && startsItself && !isOff()) {
    startsItself = false;
    press(first);
  }
};
const addSwitch = () => {
  const button = kit.content.querySelector(".aloud-switch").cloneNode(true);
  const show = () => {
    document.body.classList.toggle("is-quiet", isOff());
    button.setAttribute("aria-pressed", String(!isOff()));
  };
  button.addEventListener("click", () => {
    if (isOff()) {
      sessionStorage.removeItem(OFF);
    } else {
      sessionStorage.setItem(OFF, "1");
      stop();
    }
    show();
  });
  const top = document.querySelector(".child-top");
  top?.insertBefore(button, top.lastElementChild);
  show();
};

const begin = () => {
  if (!ears.size && hasVoiceFor(main)) {
    placeEars();
    addSwitch();
    if (sessionStorage.getItem(TAPPED)) {
      startIfWanted();
    }
  }
};

if (kit && window.speechSynthesis && main) {
  window.speechSynthesis.addEventListener?.("voiceschanged", begin); // voices come late in some browsers
  begin();
  addEventListener("click", (event) => {
    sessionStorage.setItem(TAPPED, "1");
    if (!event.target.closest("a, button, summary, textarea, [type=search], [type=text]")) {
      startIfWanted();
    }
  });
  addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
}
