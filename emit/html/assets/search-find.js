/* SPDX-License-Identifier: MIT */
/* Finds and ranks records, as `kbc search` does (docs/index-format.md, "Words"); beyond that, the
 * word being typed is also the beginning of others. */
"use strict";

kbSearch.open = (() => {
  const { load, loadAll, numbers, compare, mend } = kbSearch;
  const MOST_WORDS = 64;
  const TYPED = 0.5; // what a record is worth that has only a continuation of the last word
  const MOST_IMPACT = 15, NAME_LENGTH = 100;
  let index = null;

  async function open() {
    if (index) return index;
    const data = await load("index");
    if (!data || index) return index;
    kbSearch.useFolding(data.fold);
    data.numberOf = new Uint32Array(data.records);
    data.domainOf = new Uint32Array(data.records);
    data.verdictOf = new Uint8Array(data.records);
    data.percentOf = new Uint8Array(data.records);
    const facets = numbers(data.facets);
    for (let i = 0; i < data.records; i++) {
      const [number, domain, both] = facets.slice(3 * i, 3 * i + 3);
      data.numberOf[i] = number;
      data.domainOf[i] = domain;
      data.verdictOf[i] = both % 4;
      data.percentOf[i] = both >> 2;
    }
    data.placeOf = new Uint32Array(data.numberOf.reduce((a, b) => Math.max(a, b), 0) + 1);
    data.numberOf.forEach((number, place) => { data.placeOf[number] = place; });
    const known = new Uint8Array(2 ** data.knownBits / 8);
    let next = 0;
    for (const step of numbers(data.known)) {
      next += step + 1;
      known[(next - 1) >> 3] |= 1 << ((next - 1) & 7);
    }
    data.isKnown = (bits) => (known[bits >> 3] >> (bits & 7) & 1) === 1;
    data.regexes = data.regexes.filter((_, i) => i % 2 === 1);
    data.beginnings = new Set(data.beginnings.split(" "));
    data.openings = new Set(data.openings);
    data.starts = data.terms.filter((_, i) => i % 2 === 0);
    data.shards = data.terms.filter((_, i) => i % 2 === 1);
    data.pageOf = new Uint32Array(data.records); // where it is in `pages`
    for (let i = 0; i < data.pages.length; i += 2)
      data.pageOf.fill(i, data.pages[i], data.pages[i + 2] ?? data.records);
    index = data;
    return index;
  }

  /* Number of the shard that would have the term; -1 where none would. */
  function shardOf(term) {
    let low = 0, high = index.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(index.starts[middle], term) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  const shardNames = (first, last) =>
    index.shards.slice(Math.max(first, 0), last + 1).map((key) => "t" + key);

  const hexadecimal = (text) => Array.from(new TextEncoder().encode(text),
    (byte) => byte.toString(16).padStart(2, "0")).join("");

  /* Beginnings of words, each with its postings as a word and those of what goes on from it; and what
   * is shown of the records that are first for words of one or two letters: as far as loaded. */
  const begun = new Map(), shownFirst = new Map();

  async function loadOpening(letter) {
    const [words, records] = await load("s" + hexadecimal(letter)) ?? [[], []];
    for (let i = 0; i < words.length; i += 3) begun.set(words[i], [words[i + 1], words[i + 2]]);
    for (let i = 0; i < records.length; i += 2)
      shownFirst.set(index.placeOf[records[i]], records[i + 1]);
  }

  async function loadBeginning(prefix) {
    const postings = await load("b" + hexadecimal(prefix));
    if (postings) begun.set(prefix, postings);
  }

  /* The shards of terms that a prefix is looked for in. */
  function prefixShards(prefix) {
    const first = Math.max(shardOf(prefix), 0);
    let last = first;
    while (index.starts[last + 1]?.startsWith(prefix)) last++;
    return shardNames(first, last);
  }

  const termsOf = new Map(); // shard: Map of term: postings

  async function shard(name) {
    const known = termsOf.get(name);
    if (known) return known;
    const data = (await load(name)) ?? [], terms = new Map();
    for (let i = 0; i < data.length; i += 2) terms.set(data[i], data[i + 1]);
    termsOf.set(name, terms);
    return terms;
  }

  async function postingsOf(term) {
    if (begun.has(term)) return begun.get(term)[0] || undefined;
    const at = shardOf(term);
    return at < 0 ? undefined : (await shard("t" + index.shards[at])).get(term);
  }

  /* What is found: of each record the impact, 0 where it is not among them, and how many are. */
  const none = () => ({ impact: new Uint8Array(index.records), count: 0 });

  function add(found, record, impact) {
    if (found.impact[record] === 0) found.count++;
    if (found.impact[record] < impact) found.impact[record] = impact;
  }

  function impacts(postings, found = none()) {
    let next = 0;
    for (const number of numbers(postings)) {
      next += Math.floor(number / 16) + 1;
      add(found, index.placeOf[next - 1], number % 16);
    }
    return found;
  }

  /* Of a pair: by record its impact and its places. */
  function places(postings) {
    const found = new Map(), all = numbers(postings);
    for (let i = 0, next = 0; i < all.length;) {
      const step = all[i++], at = [];
      for (let count = all[i++], last = 0; count > 0; count--) at.push(last += all[i++]);
      next += Math.floor(step / 16) + 1;
      found.set(index.placeOf[next - 1], { impact: step % 16, at });
    }
    return found;
  }

  async function exact(term) {
    const postings = await postingsOf(term);
    return postings === undefined ? null : impacts(postings);
  }

  /* The best of the terms that go on from a prefix, for each record. */
  async function prefixed(prefix) {
    if (!begun.has(prefix) && index.beginnings.has(prefix)) await loadBeginning(prefix);
    if (begun.has(prefix)) {
      const [, postings] = begun.get(prefix);
      return postings ? impacts(postings) : null;
    }
    const names = prefixShards(prefix), found = none();
    await loadAll(names);
    for (const name of names)
      for (const [term, postings] of await shard(name))
        if (term.length > prefix.length && term.startsWith(prefix) && !isRun(term))
          impacts(postings, found);
    return found.count === 0 ? null : found;
  }

  const isRun = (term) => /^[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u.test(term);

  /* Records that have the whole run: its pairs, one behind the other. */
  async function run(chars) {
    if (chars.length === 1) return exact(chars[0]);
    let left = null;
    for (let i = 0; i + 1 < chars.length; i++) {
      const postings = await postingsOf(chars[i] + chars[i + 1]);
      if (postings === undefined) return null;
      const both = new Map();
      for (const [record, { impact, at }] of places(postings)) {
        const before = left?.get(record);
        if (left && !before) continue;
        const starts = before ? new Set(before.at) : null;
        const kept = starts ? at.filter((place) => starts.has(place - i)).map((place) => place - i)
          : at;
        if (kept.length > 0)
          both.set(record, { impact: before ? Math.min(impact, before.impact) : impact, at: kept });
      }
      left = both;
    }
    if (left.size === 0) return null;
    const found = none();
    for (const [record, { impact }] of left) add(found, record, impact);
    return found;
  }

  function hashOf(text) {
    let hash = 2166136261;
    for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 16777619);
    return hash >>> 0;
  }

  /* What the query as a whole is a name of: by record, the better the more. */
  async function named(text) {
    const name = kbSearch.fold(Array.from(text.trim()).slice(0, NAME_LENGTH).join(""));
    const found = new Map();
    const hash = hashOf(name), top = (bits) => (bits ? hash >>> (32 - bits) : 0);
    if (!index.isKnown(top(index.knownBits))) return found;
    const rows = await load("n" + top(index.nameBits)) ?? [];
    for (let i = 0; i < rows.length; i += 3)
      if (rows[i] === name) {
        const record = index.placeOf[rows[i + 2]];
        found.set(record, Math.max(rows[i + 1], found.get(record) ?? 0));
      }
    return found;
  }

  /* "ORA" of "ORA-00600": it stands for nothing but itself, neither the beginning of a word nor a
   * misspelt one. */
  const isLettersOfCode = (word) => word.inCode && !/[0-9]/.test(word.text);

  /* Words of a query once each; how each is to be looked for. */
  function wordsOf(text) {
    const seen = new Set(), words = [];
    for (const word of kbSearch.words(text.slice(0, 4000))) {
      const key = word.kind + word.text;
      if (!seen.has(key) && words.length < MOST_WORDS) words.push(word);
      seen.add(key);
    }
    const codes = words.filter((word) => word.kind === "code");
    for (const word of words)
      word.inCode = word.kind === "word" &&
        codes.some((code) => code.from <= word.from && word.to <= code.to);
    const last = words.findLast((word) => word.kind === "word");
    if (last && last.to === Array.from(text).length && last.text.length > 1)
      last.typed = !isLettersOfCode(last);
    return words;
  }

  /* All that a query needs at first, at once. */
  async function preload(words) {
    const names = [], [first] = words, letters = first ? Array.from(first.text) : [];
    if (words.length === 1 && first.kind === "word" && letters.length <= 2 &&
        index.openings.has(letters[0]) && !begun.has(first.text))
      await loadOpening(letters[0]);
    const coming = [];
    for (const word of words) {
      if (begun.has(word.text)) continue;
      if (word.typed && index.beginnings.has(word.text)) {
        coming.push(loadBeginning(word.text));
        continue;
      }
      const terms = word.kind !== "run" || word.chars.length === 1 ? [word.text]
        : word.chars.slice(1).map((c, i) => word.chars[i] + c);
      for (const term of terms) names.push(...shardNames(shardOf(term), shardOf(term)));
      if (word.typed) names.push(...prefixShards(word.text));
    }
    return Promise.all([...coming, loadAll(names)]);
  }

  /* Takes those out that are found otherwise. */
  function without(more, found) {
    for (let record = 0; more !== null && record < index.records; record++)
      if (found.impact[record] !== 0 && more.impact[record] !== 0) {
        more.impact[record] = 0;
        more.count--;
      }
    return more;
  }

  /* How one word is found: by itself, and where only more of it goes on from there. */
  async function look(word) {
    if (word.kind === "run") return { found: await run(word.chars) };
    const found = await exact(word.text);
    if (word.kind === "code" || isLettersOfCode(word)) return { found };
    if (found) return { found, more: word.typed ? without(await prefixed(word.text), found) : null };
    const more = word.text.length > 1 ? await prefixed(word.text) : null;
    if (more) return { found: more };
    const meant = await mend(word.text, index.lengths);
    return meant ? { found: await exact(meant), meant } : { found: null };
  }

  /* Pieces of a word that is nowhere, each with where it stands. */
  function piecesOf(word) {
    if (word.kind === "word")
      return word.parts.map((part) =>
        ({ ...part, kind: "word", parts: [], piece: true, inCode: word.inCode }));
    if (word.kind === "code" || word.chars.length < 2) return [];
    const size = word.chars.length > 2 ? 2 : 1;
    return word.chars.slice(size - 1).map((_, i) => {
      const chars = word.chars.slice(i, i + size), from = word.from + i;
      return { kind: "run", text: chars.join(""), chars, parts: [], piece: true, from, to: from + size };
    });
  }

  /* {records, in their order, best(some, count): the first of some of them, best first, whole(some):
   * how many of them have all words that any has, broken: whether some words none has, meant: the text
   * without typos or null, lacking: its words that no record has, marks: terms to mark, index}; null
   * where no shard comes. */
  async function find(text) {
    if (!await open()) return null;
    const words = wordsOf(text), marks = new Set();
    const points = new Float64Array(index.records), had = new Uint8Array(index.records);
    const names = named(text), chars = Array.from(text);
    const mended = [], nowhere = [];
    let known = 0;
    await preload(words);

    const rarity = (having) => Math.log(1 + (index.records - having + 0.5) / (having + 0.5));
    function score({ impact }, factor, counts) {
      for (let record = 0; record < index.records; record++)
        if (impact[record] !== 0) {
          points[record] += factor * impact[record] / MOST_IMPACT;
          had[record] += counts;
        }
    }
    for (let i = 0; i < words.length; i++) { // pieces are added behind
      const word = words[i], { found, more, meant } = await look(word);
      if (!found) {
        nowhere.push(word);
        words.push(...piecesOf(word));
        continue;
      }
      const counts = !word.piece && word.kind !== "code";
      known += counts;
      marks.add(meant ?? word.text);
      if (meant) mended.push({ from: word.from, to: word.to, meant });
      score(found, rarity(found.count), counts);
      if (more) score(more, TYPED * rarity(found.count + more.count), counts);
    }

    const naming = await names;
    /* One number a record: what names it, all words, the score, of which there are at most
     * MOST_WORDS of less than 32 each; then the order of the records. */
    const rank = new Float64Array(index.records), records = [];
    for (let record = 0; record < index.records; record++) {
      const names = naming.get(record) ?? 0;
      if (points[record] === 0 && names === 0) continue;
      rank[record] = points[record] + 1e5 * (had[record] === known) + 1e6 * names;
      records.push(record);
    }
    /* Of thousands a few are shown: no more are sorted. */
    function best(some, count) {
      const chosen = [];
      for (const record of some) {
        let at = chosen.length;
        while (at > 0 && rank[chosen[at - 1]] < rank[record]) at--;
        if (at < count) chosen.splice(at, 0, record);
        if (chosen.length > count) chosen.pop();
      }
      return chosen;
    }
    const whole = (some) => some.reduce((sum, record) => sum + (had[record] === known), 0);
    /* A word whose pieces are found, some of them mended, is said as it was meant. */
    const within = (word) => (piece) => word.from <= piece.from && piece.to <= word.to;
    const broken = nowhere.filter((word) => !word.piece && !word.inCode);
    const lacking = broken
      .filter((word) => !mended.some(within(word)) || nowhere.some((one) => one.piece && within(word)(one)))
      .map(({ from, to }) => chars.slice(from, to).join("")).join(" ");
    for (const { from, to, meant } of mended.sort((a, b) => b.from - a.from))
      chars.splice(from, to - from, meant);
    const meant = mended.length ? chars.join("") : null;
    return { records, best, whole, broken: broken.length > 0, meant, lacking, marks, index };
  }

  open.find = find;

  /* What is shown of records; null where its shard does not come. */
  open.shown = async (records) => {
    const pages = [...new Set(records.filter((record) => !shownFirst.has(record))
      .map((record) => index.pageOf[record]))];
    const shards = await loadAll(pages.map((page) => "d" + index.pages[page + 1]));
    const of = new Map(pages.map((page, i) => [page, shards[i]]));
    return records.map((record) => {
      const page = index.pageOf[record];
      return shownFirst.get(record) ?? of.get(page)?.[record - index.pages[page]] ?? null;
    });
  };

  return open;
})();
