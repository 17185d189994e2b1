/* SPDX-License-Identifier: MIT */
/* The search index as the page sees it: its shards, which are scripts that call kbSearch, and the
 * words of a text, made as those of the index were (docs/index-format.md, "Words"). */
"use strict";

/* Shards call it when they are loaded. What the other scripts need of this one hangs from it. */
const kbSearch = (() => {
  const folder = new URL("../search/", document.currentScript.src).href;
  const loading = new Map(); // name of a shard: promise of its data
  const arrived = new Map();

  function kbSearch(kind, key, data) {
    arrived.set(kind + key, data);
  }

  /* The data of a shard; null where it cannot be had. Each is loaded once. */
  kbSearch.load = (name) => {
    if (!loading.has(name)) {
      loading.set(name, new Promise((resolve) => {
        const script = document.createElement("script");
        const done = () => {
          resolve(arrived.get(name) ?? null);
          script.remove();
        };
        script.src = `${folder}${name}.js`;
        script.onload = done;
        script.onerror = () => {
          loading.delete(name);
          done();
        };
        document.head.append(script);
      }));
    }
    return loading.get(name);
  };

  kbSearch.loadAll = (names) => Promise.all([...new Set(names)].map(kbSearch.load));

  /* Folding: as the index was folded, by its own table. */
  const folds = new Map();

  kbSearch.useFolding = (rows) => {
    for (let i = 0; i < rows.length; i += 4) {
      const [first, span, step, by] = rows.slice(i, i + 4);
      for (let at = 0; at <= span; at += step) folds.set(first + at, first + at + by);
    }
  };

  const foldOne = (cp) => folds.get(cp) ?? cp;

  kbSearch.fold = (text) => {
    if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
    let out = "";
    for (const c of text) out += String.fromCodePoint(foldOne(c.codePointAt(0)));
    return out;
  };

  /* Numbers in five bits a character. */
  const digits = new Uint8Array(128);
  [..."0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"]
    .forEach((c, i) => { digits[c.charCodeAt(0)] = i; });

  kbSearch.numbers = (text) => {
    const all = [];
    let value = 0, unit = 1;
    for (let i = 0; i < text.length; i++) {
      const digit = digits[text.charCodeAt(i)];
      value += (digit & 31) * unit;
      unit *= 32;
      if (digit < 32) {
        all.push(value);
        value = 0;
        unit = 1;
      }
    }
    return all;
  };

  /* Words */
  const NOTHING = 0, LETTER = 1, DIGIT = 2, UNDERSCORE = 3, JOINER = 4, IDEOGRAPH = 5;
  const LONGEST = 64; // bytes of a term
  const within = (ranges) => (cp) => ranges.some(([first, last]) => cp >= first && cp <= last);
  const isIdeograph = within([[0x4e00, 0x9fff], [0x3400, 0x4dbf], [0x3005, 0x3007], [0x3040, 0x30ff],
    [0xac00, 0xd7af], [0xf900, 0xfaff], [0x20000, 0x3ffff]]);
  const isNothing = within([[0x80, 0xbf], [0x2000, 0x206f], [0x3000, 0x303f], [0xfe30, 0xfe4f],
    [0xff00, 0xffff], [0xd7, 0xd7], [0xf7, 0xf7], [0xd800, 0xdfff]]);
  const ascii = Uint8Array.from({ length: 128 }, (_, cp) => {
    const c = String.fromCharCode(cp);
    if (c === "_") return UNDERSCORE;
    return /[a-z]/.test(c) ? LETTER : /[0-9]/.test(c) ? DIGIT : /[-.:/+#@]/.test(c) ? JOINER : NOTHING;
  });

  function sortOf(cp) {
    if (cp < 0x80) return ascii[cp];
    return isIdeograph(cp) ? IDEOGRAPH : isNothing(cp) ? NOTHING : LETTER;
  }

  function lettersOf(text) {
    return Array.from(text, (c) => {
      const raw = c.codePointAt(0);
      let cp = foldOne(raw);
      const capital = cp !== raw;
      if (cp >= 0xff01 && cp <= 0xff5e) cp = foldOne(cp - 0xfee0);
      return { cp, capital, sort: sortOf(cp) };
    });
  }

  const inWord = (l) => l !== undefined && l.sort >= LETTER && l.sort <= UNDERSCORE;
  const isSmall = (l) => l !== undefined && l.sort === LETTER && !l.capital;
  const bytesOf = (cp) => (cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4);

  /* Letters as a term, cut where the index cuts it. */
  function termOf(letters) {
    let term = "", bytes = 0;
    for (const { cp } of letters) {
      bytes += bytesOf(cp);
      if (bytes > LONGEST) break;
      term += String.fromCodePoint(cp);
    }
    return term;
  }

  /* Whether a part ends before letter i: parse|Error, JSON|Error, error|404. */
  function isCut(all, i) {
    const before = all[i - 1], l = all[i];
    if (before.sort !== l.sort) return true;
    if (l.sort !== LETTER || !l.capital) return false;
    return !before.capital || (isSmall(all[i + 1]) && isSmall(all[i + 2]));
  }

  /* The words of a text in their order, each with where it stands in code points:
   * {kind: "word", text, parts: [{text, from, to}, ...]}, {kind: "code", text} behind its words,
   * {kind: "run", text} of Han, kana or Hangul. */
  kbSearch.words = (text) => {
    const all = lettersOf(text), found = [];
    let at = 0;

    function run() {
      const from = at, cuts = [];
      while (inWord(all[at])) {
        if (at > from && isCut(all, at)) cuts.push(at);
        at++;
      }
      const letters = all.slice(from, at), parts = [];
      let start = from;
      for (const end of cuts.length ? [...cuts, at] : []) {
        const part = termOf(all.slice(start, end).filter((l) => l.sort !== UNDERSCORE));
        if (part.length > 1 || (part && part < "a") || part > "z")
          parts.push({ text: part, from: start, to: end });
        start = end;
      }
      if (letters.some((l) => l.sort !== UNDERSCORE))
        found.push({ kind: "word", text: termOf(letters), parts, from, to: at });
    }

    function joined() {
      const from = at;
      let runs = 1;
      run();
      while (all[at]?.sort === JOINER && inWord(all[at + 1])) {
        at++;
        run();
        runs++;
      }
      const letters = all.slice(from, at);
      if (runs > 1 && letters.some((l) => l.sort === DIGIT))
        found.push({ kind: "code", text: termOf(letters), parts: [], from, to: at });
    }

    while (at < all.length) {
      if (all[at].sort === IDEOGRAPH) {
        const from = at;
        while (all[at]?.sort === IDEOGRAPH) at++;
        const chars = all.slice(from, at).map((l) => String.fromCodePoint(l.cp));
        found.push({ kind: "run", text: chars.join(""), chars, parts: [], from, to: at });
      } else if (inWord(all[at])) {
        joined();
      } else {
        at++;
      }
    }
    return found;
  };

  /* As bytes of UTF-8 are compared. */
  kbSearch.compare = (a, b) => {
    const n = Math.min(a.length, b.length);
    let i = 0;
    while (i < n && a[i] === b[i]) i++;
    if (i === n) return a.length - b.length;
    const surrogate = (c) => c >= "\ud800" && c <= "\udfff";
    if (surrogate(a[i]) !== surrogate(b[i]) && a[i] >= "\ud800" && b[i] >= "\ud800")
      return surrogate(a[i]) ? 1 : -1;
    return a[i] < b[i] ? -1 : 1;
  };

  return kbSearch;
})();
