// Reads parts of the page aloud, sentence by sentence, and marks the word that is spoken, or the sentence where the
// voice does not report words. Only voices on the device are used: others would send the texts, with names in them,
// over the network.
const synth = window.speechSynthesis;
const UNREAD = ".visually-hidden, [aria-hidden=true], [hidden], .ear, textarea";
const PARTS = "h1, h2, h3, p, li, label, .child-line, .say, .btn, .tile";

// Words on the page

/** The visible text of a part of the page, with the nodes that it comes from. */
export const read = (part) => {
  const nodes = [];
  let text = "";
  const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (!node.parentElement.closest(UNREAD) && node.parentElement.getClientRects().length) {
      nodes.push([node, text.length]);
      text += node.data.replaceAll(/\s/g, " ");
    }
  }
  return { part, nodes, text };
};

const placeOf = (nodes, index) => {
  const [node, start] = nodes.findLast(([, begins]) => begins <= index);
  return [node, Math.min(index - start, node.length)];
};
// The range on the page of the letters `from` up to `to` of a text.
const rangeOf = ({ nodes }, from, to) => {
  const range = document.createRange();
  range.setStart(...placeOf(nodes, from));
  range.setEnd(...placeOf(nodes, to));
  return range;
};

const sentencesOf = (words, lang) => {
  const pieces = window.Intl?.Segmenter
    ? [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(words.text)]
    : [{ segment: words.text, index: 0 }];
  return pieces
    .filter(({ segment }) => segment.trim())
    .map(({ segment, index }) => {
      const spoken = segment.trimStart(); // the indents of a template are no words
      return { words, segment: spoken, index: index + segment.length - spoken.length, lang };
    });
};

/** The smallest texts within an element, in order; the element itself where there are none. */
export const partsOf = (unit) => {
  const within = [...unit.querySelectorAll(PARTS)].filter((part) => !part.closest(".ear, dialog, [hidden]"));
  const smallest = within.filter((part) => !within.some((other) => other !== part && part.contains(other)));
  return smallest.length ? smallest : [unit];
};

export const labelOf = (unit) => read(partsOf(unit)[0]).text;

// Voices

const tag = (lang) =>
  lang
    .toLowerCase()
    .replaceAll("_", "-")
    .replace(/^cmn\b/, "zh");
const languageOf = (part) => tag(part.closest("[lang]").lang);
const speaks = (voice, lang) => {
  const spoken = tag(voice.lang);
  // Cantonese is written with other words, and its voices speak those.
  return lang.startsWith("zh") ? /^zh(-hans|-cn|-sg|$)/.test(spoken) : spoken.split("-")[0] === lang.split("-")[0];
};
const voiceFor = (lang) => {
  const local = synth.getVoices().filter((voice) => voice.localService === true && speaks(voice, lang));
  const usual = navigator.languages.map(tag);
  return local.find((voice) => usual.includes(tag(voice.lang))) || local.find((voice) => voice.default) || local[0];
};
export const hasVoiceFor = (part) => Boolean(voiceFor(languageOf(part)));

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

// Speaking

let speaking = null; // the pressed ear, what is left to say, and the callback for a refusal

export const stop = () => {
  speaking?.ear.setAttribute("aria-pressed", "false");
  speaking = null;
  unmark();
  synth.cancel();
};
const utter = ({ words, segment, index }, voice, now) => {
  const utterance = Object.assign(new SpeechSynthesisUtterance(segment), { voice, lang: voice.lang, rate: 0.9 });
  const on = (name, act) => utterance.addEventListener(name, (event) => speaking === now && act(event));
  on("start", () => mark(words, index, index + segment.trimEnd().length));
  on("boundary", (event) => {
    if (event.name !== "sentence") {
      const from = index + event.charIndex;
      mark(words, from, event.charLength ? from + event.charLength : wordEnd(words.text, from));
    }
  });
  on("end", sayNext);
  on("error", (event) => {
    now.failed(event.error);
    stop();
  });
  now.utterance = utterance; // without a reference the browser drops it, and never reports its end
  synth.speak(utterance);
};
const sayNext = () => {
  const sentence = speaking?.left.shift();
  if (!sentence) {
    stop();
    return;
  }
  const voice = voiceFor(sentence.lang);
  if (voice) {
    utter(sentence, voice, speaking);
  } else {
    sayNext(); // English below another language, say, where the device speaks only the other
  }
};

/** Starts reading `parts` for the ear, or stops if it is reading. `failed` gets the browser's error code. */
export const say = (ear, parts, failed) => {
  const isSame = speaking?.ear === ear;
  stop();
  if (!isSame) {
    speaking = { ear, failed, left: parts.flatMap((part) => sentencesOf(read(part), languageOf(part))) };
    ear.setAttribute("aria-pressed", "true");
    sayNext();
  }
};
