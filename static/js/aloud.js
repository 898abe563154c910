// Whatever a child's page says can be heard: an ear beside each text reads it with a voice of the device itself. A voice
// that lives elsewhere would be sent the words, with the names in them, so it is never asked; without one of its own the
// device shows no ears. What is being said is marked: word by word where the voice tells, else the sentence.
"use strict";
{
  const kit = document.getElementById("aloud");
  const synth = window.speechSynthesis;
  const main = document.getElementById("main");
  const OFF = "aloud-off";
  const TAPPED = "aloud-tapped";
  const UNREAD = ".visually-hidden, [aria-hidden=true], [hidden], .ear, textarea";
  const PARTS = "h1, h2, h3, p, li, label, .child-line, .say, .btn, .tile";
  // Pages before a child sits here begin anew: what the child before switched off is on again.
  const mode = kit ? kit.dataset.aloud : "";
  if (mode === "door") {
    sessionStorage.removeItem(OFF);
    sessionStorage.removeItem(TAPPED);
  }

  // Voices

  const tag = (lang) => lang.toLowerCase().replaceAll("_", "-").replace(/^cmn\b/, "zh");
  const languageOf = (part) => tag(part.closest("[lang]").lang);
  const fits = (voice, lang) => {
    const spoken = tag(voice.lang);
    // Cantonese is written with other words, and those voices speak it.
    return lang.startsWith("zh") ? /^zh(-hans|-cn|-sg|$)/.test(spoken) : spoken.split("-")[0] === lang.split("-")[0];
  };
  const voiceFor = (lang) => {
    const local = synth.getVoices().filter((voice) => voice.localService === true && fits(voice, lang));
    const usual = navigator.languages.map(tag);
    return local.find((voice) => usual.includes(tag(voice.lang))) || local.find((voice) => voice.default) || local[0];
  };

  // Words on the page

  const read = (part) => {
    const nodes = [];
    let text = "";
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (!node.parentElement.closest(UNREAD) && node.parentElement.getClientRects().length) {
        nodes.push([node, text.length]);
        text += node.data.replace(/\s/g, " ");
      }
    }
    return { part, nodes, text };
  };
  const place = (nodes, index) => {
    const [node, start] = nodes.findLast(([, begins]) => begins <= index);
    return [node, Math.min(index - start, node.length)];
  };
  const rangeOf = ({ nodes }, from, to) => {
    const range = document.createRange();
    range.setStart(...place(nodes, from));
    range.setEnd(...place(nodes, to));
    return range;
  };
  const sentencesOf = (words, lang) => {
    const pieces = window.Intl?.Segmenter
      ? [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(words.text)]
      : [{ segment: words.text, index: 0 }];
    return pieces.filter(({ segment }) => segment.trim()).map(({ segment, index }) => ({ words, segment, index, lang }));
  };
  // The smallest texts within, in their order; the whole where there are none.
  const partsOf = (unit) => {
    const within = [...unit.querySelectorAll(PARTS)].filter((part) => !part.closest(".ear, dialog, [hidden]"));
    const smallest = within.filter((part) => !within.some((other) => other !== part && part.contains(other)));
    return smallest.length ? smallest : [unit];
  };

  // The mark

  let marked = null;
  const unmark = () => {
    window.CSS?.highlights?.delete("said");
    marked?.classList.remove("is-speaking");
    marked = null;
  };
  const mark = (words, from, to) => {
    if (window.CSS?.highlights) {
      CSS.highlights.set("said", new Highlight(rangeOf(words, from, to)));
    } else {
      unmark();
      marked = words.part;
      marked.classList.add("is-speaking");
    }
  };
  const wordEnd = (text, from) => from + (/^[\p{L}\p{M}\p{N}'’-]+/u.exec(text.slice(from)) || [" "])[0].length;

  // Saying it

  let speaking = null; // the ear that is heard, and what is left to say
  const stop = () => {
    speaking?.ear.setAttribute("aria-pressed", "false");
    speaking = null;
    unmark();
    synth.cancel();
  };
  const next = () => {
    const now = speaking;
    const sentence = now?.left.shift();
    if (!sentence) {
      stop();
      return;
    }
    const { words, segment, index } = sentence;
    const voice = voiceFor(sentence.lang);
    if (!voice) {
      next(); // English below another language, say, where the device speaks only the other
      return;
    }
    const utterance = new SpeechSynthesisUtterance(segment);
    utterance.voice = voice;
    utterance.lang = utterance.voice.lang;
    utterance.rate = 0.9;
    const still = (act) => (event) => speaking === now && act(event);
    utterance.addEventListener("start", still(() => mark(words, index, index + segment.trimEnd().length)));
    utterance.addEventListener("boundary", still((event) => {
      if (event.name !== "sentence") {
        const from = index + event.charIndex;
        mark(words, from, event.charLength ? from + event.charLength : wordEnd(words.text, from));
      }
    }));
    utterance.addEventListener("end", still(next));
    utterance.addEventListener("error", still((event) => {
      waits = mode === "start" && event.error === "not-allowed";
      stop();
    }));
    now.utterance = utterance; // kept: a browser forgets one that nobody holds, and never says that it ended
    synth.speak(utterance);
  };
  const say = (ear) => {
    const again = speaking?.ear === ear;
    stop();
    if (!again) {
      const left = ears.get(ear)().flatMap((part) => sentencesOf(read(part), languageOf(part)));
      speaking = { ear, left };
      ear.setAttribute("aria-pressed", "true");
      next();
    }
  };

  // Ears

  const ears = new Map(); // to what each reads
  let first = null; // the ear of the page's question
  const make = (kind, label, parts) => {
    const ear = kit.content.querySelector(`.${kind}`).cloneNode(true);
    ear.setAttribute("aria-label", ear.getAttribute("aria-label").replace("{words}", label.replace(/\s+/g, " ").trim()));
    ear.addEventListener("click", (event) => {
      event.preventDefault();
      say(ear);
    });
    ears.set(ear, parts);
    return ear;
  };
  const labelOf = (unit) => read(partsOf(unit)[0]).text;
  const small = (unit) => make("ear-small", labelOf(unit), () => partsOf(unit));
  const done = (unit) => unit.closest("[data-heard]") !== null;
  const heard = (unit) => {
    unit.dataset.heard = "";
  };

  const besideQuestion = () => {
    const alerts = [...main.querySelectorAll(".alert")];
    alerts.forEach(heard);
    for (const ask of main.querySelectorAll(".ask")) {
      const said = first ? () => partsOf(ask) : () => [...alerts, ...partsOf(ask)];
      const ear = make("ear-large", labelOf(ask), said);
      first ||= ear;
      ask.prepend(ear);
      heard(ask);
    }
    if (!first && main.classList.contains("quiet-page")) {
      const top = main.querySelector("h1");
      first = make("ear-large", read(top).text, () => partsOf(main));
      top.before(first);
      heard(main);
    }
  };
  const besideAnswers = () => {
    for (const answer of main.querySelectorAll(".option, .answer")) {
      if (!done(answer)) {
        let option = answer;
        if (!answer.matches(".option")) {
          const whole = answer.closest("label") || answer;
          option = document.createElement("span");
          option.className = "option";
          whole.before(option);
          option.append(whole);
        }
        const ear = make("ear-small", read(option).text, () => [option]);
        option.append(ear);
        heard(option);
      }
    }
  };
  const besideNames = () => {
    for (const tiles of main.querySelectorAll(".tiles")) {
      const named = () => [...tiles.querySelectorAll(".tile")].filter((tile) => !tile.closest("[hidden]"));
      if (!done(tiles) && named().some((tile) => read(tile).text.trim())) {
        tiles.before(make("ear-names", "", named));
      }
      heard(tiles);
    }
  };
  const besideTheRest = () => {
    for (const line of main.querySelectorAll(".check-line, .say, .promise, .partner-facts > li")) {
      if (!done(line)) {
        line.prepend(small(line));
        heard(line);
      }
    }
    const groups = new Map();
    for (const text of main.querySelectorAll("h1, h2, h3, p, label:not(:has(input))")) {
      if (!done(text) && !text.matches(".visually-hidden") && read(text).text.trim()) {
        groups.set(text.parentElement, [...(groups.get(text.parentElement) || []), text]);
      }
    }
    for (const texts of groups.values()) {
      const line = document.createElement("div");
      line.className = "option";
      texts[0].before(line);
      line.append(make("ear-small", read(texts[0]).text, () => texts), texts[0]);
      texts.forEach(heard);
    }
  };

  // The buttons of the bar below have one ear together, and stay where they are.
  const besideTheBar = () => {
    const bar = document.querySelector(".child-bar");
    const buttons = bar ? [...bar.querySelectorAll(".btn")] : [];
    if (buttons.length) {
      const words = buttons.map((button) => read(button).text.trim()).join(", ");
      buttons.at(-1).closest(".wrap > *").before(make("ear-small", words, () => partsOf(bar)));
    }
  };

  // The switch, and starting by itself

  let waits = mode === "start";
  const isOff = () => sessionStorage.getItem(OFF) !== null;
  const start = () => {
    if (first && waits && !isOff()) {
      waits = false;
      say(first);
    }
  };
  const addSwitch = () => {
    const turn = kit.content.querySelector(".aloud-switch").cloneNode(true);
    const show = () => {
      document.body.classList.toggle("is-quiet", isOff());
      turn.setAttribute("aria-pressed", String(!isOff()));
    };
    turn.addEventListener("click", () => {
      if (isOff()) {
        sessionStorage.removeItem(OFF);
      } else {
        sessionStorage.setItem(OFF, "1");
        stop();
      }
      show();
    });
    const top = document.querySelector(".child-top");
    top?.insertBefore(turn, top.lastElementChild);
    show();
  };
  const begin = () => {
    if (!ears.size && voiceFor(languageOf(main))) {
      besideQuestion();
      besideAnswers();
      besideNames();
      besideTheRest();
      besideTheBar();
      addSwitch();
      if (sessionStorage.getItem(TAPPED)) {
        start();
      }
    }
  };
  if (kit && synth && main) {
    synth.addEventListener?.("voiceschanged", begin);
    begin();
    addEventListener("click", (event) => {
      sessionStorage.setItem(TAPPED, "1");
      if (!event.target.closest("a, button, summary, textarea, [type=search], [type=text]")) {
        start();
      }
    });
    addEventListener("pagehide", stop);
    document.addEventListener("visibilitychange", () => document.hidden && stop());
  }
}
