/* SPDX-License-Identifier: MIT */
/* Which records explain which lines of a log. What a line must contain is looked for in all regexes
 * at once; only those left are run, in slices between which the page stays alive. */
"use strict";

kbSearch.explain = (() => {
  const { loadAll, fold } = kbSearch;
  const GRAM = 4; // characters of a literal that are looked for first
  const SLICE = 10; // milliseconds
  const LONGEST = 10000; // characters of a line that are looked at
  const MOST_LINES = 20000;
  const STEPS = 1e7; // of a match, about: more are not begun without looking at the clock
  const MOST_STRIDE = 16, PATIENCE = 50; // characters, milliseconds

  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.onmessage = () => waiting.shift()();
  const turn = () => new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });

  /* What is to be asked between two pieces of work: whether to go on. */
  function slices(wanted) {
    let since = performance.now();
    return async () => {
      if (performance.now() - since >= SLICE) {
        await turn();
        since = performance.now();
      }
      return wanted();
    };
  }

  function hash(text, at, n) {
    let h = n;
    for (let i = at; i < at + n; i++) h = Math.imul(h, 0x01000193) ^ text.charCodeAt(i);
    return h;
  }

  /* [first set, other sets] of every way; a set is a list of literals. */
  function readRegexes(shards, about) {
    const ways = [], always = [], sources = new Map();
    for (const row of shards.flat()) {
      if (!row) continue; // without a regex
      const [number, source, ...rows] = row, record = about.placeOf[number];
      sources.set(record, source);
      if (rows.length === 0) always.push(record);
      for (const row of rows) {
        const [first, ...others] = row.map((set) => (Array.isArray(set) ? set : [set]));
        ways.push({ record, first, others });
      }
    }
    return { ways, always, sources };
  }

  /* Where to look: by hash of some characters of a literal, those that fewest literals have. */
  function index(ways) {
    const common = new Map(), byHash = new Map(), sizes = new Set();
    const literals = new Map(); // literal: ways
    for (const way of ways)
      for (const literal of way.first) {
        if (!literals.has(literal)) literals.set(literal, []);
        literals.get(literal).push(way);
      }
    for (const literal of literals.keys())
      for (let at = 0; at + GRAM <= literal.length; at++) {
        const h = hash(literal, at, GRAM);
        common.set(h, (common.get(h) ?? 0) + 1);
      }
    for (const [literal, users] of literals) {
      const n = Math.min(GRAM, literal.length);
      let best = 0;
      for (let at = 1; at + GRAM <= literal.length; at++)
        if (common.get(hash(literal, at, GRAM)) < common.get(hash(literal, best, GRAM))) best = at;
      const h = hash(literal, best, n);
      sizes.add(n);
      if (!byHash.has(h)) byHash.set(h, []);
      byHash.get(h).push({ literal, at: best, users });
    }
    return { byHash, sizes: [...sizes] };
  }

  let gate = null;

  async function openGate(about) {
    if (gate) return gate;
    const shards = await loadAll(about.regexes.map((key) => "r" + key));
    if (shards.some((shard) => shard === null)) return null;
    const { ways, always, sources } = readRegexes(shards, about);
    gate = { ...index(ways), always, sources };
    return gate;
  }

  /* Records that may explain the line: by record the length of what was found of it. */
  function candidates(line) {
    const text = fold(line), found = new Map(), tried = new Set();
    for (const size of gate.sizes)
      for (let at = 0; at + size <= text.length; at++)
        for (const entry of gate.byHash.get(hash(text, at, size)) ?? []) {
          if (tried.has(entry) || !text.startsWith(entry.literal, at - entry.at)) continue;
          tried.add(entry);
          for (const { record, others } of entry.users) {
            const rest = others.map((set) => set.find((literal) => text.includes(literal)));
            if (rest.includes(undefined)) continue;
            const length = rest.reduce((sum, literal) => sum + literal.length, entry.literal.length);
            found.set(record, Math.max(length, found.get(record) ?? 0));
          }
        }
    for (const record of gate.always) if (!found.has(record)) found.set(record, 0);
    return found;
  }

  /* Characters that a regex reads in about STEPS steps whatever they are: each of its repeats without
   * end may stop at each of them. */
  function easyLength(source) {
    const repeats = source.replace(/\\.|\[(?:\\.|[^\]])*\]/g, "x").match(/[*+]|,\}/g)?.length ?? 0;
    return repeats < 2 ? LONGEST : Math.ceil(STEPS ** (1 / (repeats + 1)));
  }

  /* Whether the line matches; null where that takes too long to tell. JavaScript cannot end a match,
   * so what may take long gets the line bit by bit: each bit makes it only so much longer. */
  function matches({ regex, easy }, line) {
    let spent = 0;
    for (let n = easy; n < line.length; n += Math.min(MOST_STRIDE, n)) {
      const since = performance.now();
      regex.test(line.slice(0, n));
      spent = Math.max(spent, performance.now() - since);
      if (spent > PATIENCE) return null;
    }
    return regex.test(line);
  }

  const compiled = new Map(); // record: {regex, easy}, or null where JavaScript has none

  function compile(record) {
    if (!compiled.has(record)) {
      const source = gate.sources.get(record);
      let tried = null;
      try {
        if (source) tried = { regex: new RegExp(source, "iu"), easy: easyLength(source) };
      } catch { /* newer than this browser */ }
      compiled.set(record, tried);
    }
    return compiled.get(record);
  }

  /* {index, lines, total, explained, records: [{record, possible, length, lines: [number, ...]}]}, those
   * that are sure first, then those of which most was found. Null where the shards do not come, or `wanted`
   * says no any more. */
  return async (text, wanted) => {
    const about = await kbSearch.open();
    if (!about || !await openGate(about)) return null;
    const all = text.split(/\r\n|\r|\n/);
    if (all.at(-1) === "") all.pop(); // the end of a line begins none
    const lines = all.slice(0, MOST_LINES);
    const places = new Map(); // line: its numbers
    lines.forEach((line, i) => {
      const cut = line.slice(0, LONGEST);
      if (!cut.trim()) return;
      if (!places.has(cut)) places.set(cut, []);
      places.get(cut).push(i);
    });

    const goOn = slices(wanted), hits = new Map(), explained = new Set();
    for (const line of places.keys()) {
      if (!await goOn()) return null;
      for (const [record, length] of candidates(line)) {
        if (!await goOn()) return null;
        const tried = compile(record), sure = tried ? matches(tried, line) : null;
        const possible = sure === null;
        if (possible ? length === 0 : !sure) continue;
        const key = `${record} ${possible}`;
        if (!hits.has(key)) hits.set(key, { record, possible, length: 0, lines: [] });
        const hit = hits.get(key);
        hit.length = Math.max(hit.length, length);
        for (const number of places.get(line)) {
          hit.lines.push(number);
          if (!possible) explained.add(number);
        }
      }
    }
    const found = [...hits.values()].sort((a, b) =>
      a.possible - b.possible || b.length - a.length || a.record - b.record);
    for (const hit of found) hit.lines.sort((a, b) => a - b);
    return { index: about, lines, total: all.length, explained: explained.size, records: found };
  };
})();
