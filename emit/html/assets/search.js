/* SPDX-License-Identifier: MIT */
/* The search page: a box, facets, results, and a box for logs. All of it is made here, since without
 * scripts none of it would work; texts become text nodes, never markup. The words stand on the
 * element it is made in, and what is asked for in the fragment of the address. */
"use strict";

(() => {
  const root = document.getElementById("search");
  const words = root.dataset;
  const home = new URL("../", new URL(document.querySelector("script[src$='search.js']").src)).href;
  const language = words.language, around = document.documentElement.lang;
  const SHOWN = 10, SEEN = 4; // SEEN: without scrolling; the others of SHOWN come when typing rests
  const REST = 100; // milliseconds without a key
  const MOST_KEPT = 200_000; // characters of a log that the browser's history gets
  const RATES = [25, 50, 75, 90];
  const VERDICTS = [["", "unknown"], ["yes", "yes"], ["partly", "partly"], ["no", "no"]];

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
      if (value !== undefined && value !== "") element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  function labelled(text, control) {
    return make("div", { class: "control" }, make("label", { for: control.id }, text), control);
  }

  /* The controls */
  const box = make("input", { id: "q", type: "search", autocomplete: "off", spellcheck: "false",
    autocapitalize: "none", "aria-describedby": "search-help" });
  const domain = make("select", { id: "domain" });
  const verdict = make("select", { id: "verdict" });
  const rate = make("select", { id: "rate" });
  const facets = make("div", { class: "filters", hidden: "hidden" },
    labelled(words.domain, domain), labelled(words.verdict, verdict), labelled(words.rate, rate));
  const log = make("textarea", { id: "log", rows: "8", spellcheck: "false", autocomplete: "off" });
  const status = make("p", { class: "muted", role: "status" });
  const list = make("ol", { class: "records found" });
  const more = make("button", { type: "button", class: "plain", hidden: "hidden" }, words.more);
  const other = make("button", { type: "button", class: "plain" }, words.paste);
  /* Where nothing is found: what stands behind for those without scripts. */
  const lists = make("div", { class: "muted", hidden: "hidden" }, make("p", {}, words.lists),
    root.nextElementSibling.querySelector("ul").cloneNode(true));
  const help = make("p", { id: "search-help", class: "muted" }, words.help);
  const query = make("div", {}, labelled(words.label, box), help);
  const pasted = make("div", { hidden: "hidden" }, labelled(words.log, log));
  root.append(make("div", { role: "search" }, query, pasted, other, facets), status, lists, list, more);
  root.hidden = false;

  let asked = 0; // the latest question; answers to others are dropped
  let result = null, passing = [], shown = 0, resting = 0;

  /* State: what is asked for in the address, but the log in the browser's history alone, which sends
   * it nowhere. An empty question in the fragment is one all the same, where the page was asked another
   * from outside. */
  function remember() {
    const state = new URLSearchParams();
    if (!pasted.hidden) state.set("log", "");
    else if (box.value || location.search) state.set("q", box.value);
    for (const control of [domain, verdict, rate])
      if (control.value) state.set(control.id, control.value);
    const text = state.toString();
    const kept = log.value && log.value.length <= MOST_KEPT ? { log: log.value } : null;
    try {
      history.replaceState(kept, "", text ? "#" + text : "#");
    } catch { /* some browsers allow it only so often: the address lags behind then */ }
  }

  function recall() {
    const state = new URLSearchParams(location.hash.slice(1) || location.search);
    box.value = state.get("q") ?? "";
    log.value = history.state?.log ?? log.value;
    setMode(state.has("log"));
    for (const control of [domain, verdict, rate]) {
      const value = state.get(control.id) ?? "";
      if (value && ![...control.options].some((option) => option.value === value))
        control.append(new Option(value, value));
      control.value = value;
    }
    if (state.get("q") === "") box.focus(); // asked for by a key of another page
    (pasted.hidden ? search() : explain()).then(showOthers);
  }

  function setMode(isLog) {
    pasted.hidden = !isLog;
    query.hidden = isLog;
    other.textContent = isLog ? words.back : words.paste;
    clear();
  }

  function clear() {
    result = null;
    shown = 0;
    asked++;
    list.replaceChildren();
    more.hidden = facets.hidden = lists.hidden = true;
    status.textContent = "";
  }

  /* What passes the facets; and each facet counts by its values what passes the others. */
  function sift() {
    const { index, records } = result;
    const [wanted, said, least] = [domain, verdict, rate].map((select) => select.value);
    const domains = index.domains.map(() => 0), verdicts = VERDICTS.map(() => 0), rates = [];
    passing = records.filter((record) => {
      const of = index.domainOf[record], verdictOf = index.verdictOf[record];
      const percent = index.percentOf[record];
      const others = wanted && index.domains[of] !== wanted;
      const unlike = said && VERDICTS[verdictOf][1] !== said;
      const worse = least && (percent > 100 || percent < Number(least));
      if (!unlike && !worse) domains[of]++;
      if (!others && !worse) verdicts[verdictOf]++;
      if (!others && !unlike) rates.push(percent);
      return !others && !unlike && !worse;
    });
    return { domains, verdicts, rates };
  }

  function fill(select, total, entries) {
    const chosen = select.value;
    const options = [new Option(`${words.any} (${total})`, "")];
    for (const [value, text, count] of entries)
      if (count > 0 || value === chosen) options.push(new Option(`${text} (${count})`, value));
    if (chosen && !options.some((option) => option.value === chosen))
      options.push(new Option(`${chosen} (0)`, chosen));
    select.replaceChildren(...options);
    select.value = chosen;
  }

  function fillFacets({ domains, verdicts, rates }) {
    const { index, records } = result, named = new Map();
    const sum = (counts) => counts.reduce((a, b) => a + b, 0);
    index.domains.forEach((name, i) => {
      if (name && domains[i] > 0) named.set(name, (named.get(name) ?? 0) + domains[i]);
    });
    fill(domain, sum(domains), [...named]
      .sort((a, b) => b[1] - a[1] || kbSearch.compare(a[0], b[0]))
      .map(([name, count]) => [name, name, count]));
    fill(verdict, sum(verdicts), VERDICTS.map(([, name], i) => [name, words[name], verdicts[i]]));
    fill(rate, rates.length, RATES.map((least) => [String(least), `${least}%`,
      rates.filter((percent) => percent >= least && percent <= 100).length]));
    facets.hidden = records.length === 0;
  }

  /* Text in which words of the query are marked. */
  function marked(text) {
    const { marks } = result, spans = [], chars = Array.from(text);
    if (!marks) return [text];
    const runs = [...marks].filter((mark) => Array.from(mark).length > 0);
    for (const word of kbSearch.words(text)) {
      if (word.kind !== "run") {
        if (marks.has(word.text) || word.parts.some((part) => marks.has(part.text)))
          spans.push([word.from, word.to]);
        continue;
      }
      for (const mark of runs) {
        const at = word.text.indexOf(mark);
        if (at >= 0) {
          const from = word.from + Array.from(word.text.slice(0, at)).length;
          spans.push([from, from + Array.from(mark).length]);
        }
      }
    }
    const out = [];
    let at = 0;
    for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
      if (from < at) continue;
      if (from > at) out.push(chars.slice(at, from).join(""));
      out.push(make("mark", {}, chars.slice(from, to).join("")));
      at = to;
    }
    out.push(chars.slice(at).join(""));
    return out;
  }

  /* A result. A text in another language than that of the page around it says which. */
  function row(record, about) {
    const { index } = result;
    const [folder, title, summary, code, original, ...translations] = about;
    const here = Math.max(index.languages.findIndex(([tag]) => tag === language), 0);
    const translated = here > 0 ? translations[here - 1] : [0, 0];
    const said = (own, text) => {
      const lang = own ? language : original || "en";
      return [own || text, lang === around ? "" : lang];
    };
    const [name, nameLanguage] = said(translated[0], title);
    const [what, whatLanguage] = said(translated[1], summary);
    const link = make("a", { href: `${home}${index.languages[here][1]}/${folder}/index.html` },
      make("span", { class: "sig", dir: "auto", lang: nameLanguage }, ...marked(name)));
    const facts = make("div", { class: "facts" });
    const domainName = index.domains[index.domainOf[record]];
    const [look, verdictName] = VERDICTS[index.verdictOf[record]];
    if (code) facts.append(make("code", { dir: "auto" }, ...marked(code)));
    if (domainName) facts.append(make("span", { dir: "auto" }, domainName));
    if (look) facts.append(make("span", { class: `verdict ${look}` }, words[verdictName]));
    if (index.percentOf[record] <= 100)
      facts.append(make("span", { class: "number" }, `${words.fixed} ${index.percentOf[record]}%`));
    const item = make("li", {}, link);
    if (what) item.append(make("p", { dir: "auto", lang: whatLanguage }, ...marked(what)));
    item.append(facts);
    return item;
  }

  async function show(count) {
    const of = result;
    const next = of.best(passing, shown + count).slice(shown);
    more.disabled = true; // pressed twice, it would show them twice
    const about = await kbSearch.open.shown(next.map(of.recordOf));
    if (of !== result) return;
    more.disabled = false;
    const rows = next.map((one, i) => about[i] && of.row(one, about[i])).filter(Boolean);
    if (shown === 0) list.replaceChildren(...rows);
    else list.append(...rows);
    shown += next.length;
    more.hidden = shown < SHOWN || shown >= passing.length;
  }

  function counted(count) {
    return `${count} ${count === 1 ? words.one : words.many}`;
  }

  async function refresh() {
    const counts = sift();
    shown = 0;
    const rows = show(SEEN); // their shards are on the way while the facets are filled
    fillFacets(counts);
    await rows;
  }

  function tell() {
    const { records, meant, lacking, broken } = result, whole = result.whole(passing);
    const say = (text, of) => status.append(text, " ", make("strong", { dir: "auto" }, of), " · ");
    status.replaceChildren();
    if (meant !== null) say(words.meant, meant);
    if (lacking && records.length > 0) say(words.lacking, lacking);
    if (whole < passing.length) say(broken ? words.others : words.all, whole);
    status.append(passing.length ? counted(passing.length) : words.none);
    lists.hidden = passing.length > 0;
  }

  async function search() {
    const text = box.value;
    if (!text.trim()) {
      clear();
      return;
    }
    const mine = ++asked;
    const found = await kbSearch.open.find(text);
    if (mine !== asked) return;
    if (!found) {
      status.textContent = words.broken;
      return;
    }
    result = { ...found, recordOf: (record) => record, row };
    await refresh();
    if (mine !== asked) return;
    tell();
  }

  /* Unless they are on their way: the address and a key may both ask. */
  function showOthers() {
    if (result && shown === SEEN && !more.disabled) show(SHOWN - SEEN);
  }

  /* What a reader who goes on typing does not miss waits until typing rests: the results below the
   * first, and the address, for which a browser looks for the page's icon anew. */
  function rest() {
    clearTimeout(resting);
    resting = setTimeout(() => {
      remember();
      showOthers();
    }, REST);
  }

  /* The answer to a key. */
  async function answer() {
    clearTimeout(resting);
    await (pasted.hidden ? search() : explain());
    rest(); // instead of a key's before, whose answer came in between
  }

  /* A log: records with the lines they explain. */
  const LINES = 3;

  function logRow(hit, about, logged) {
    const item = row(hit.record, about);
    if (hit.possible)
      item.append(make("p", { class: "muted" },
        make("span", { class: "flag warning" }, words.possible), " ", words.why));
    const lines = make("ol", { class: "lines" });
    for (const number of hit.lines.slice(0, LINES))
      lines.append(make("li", {}, make("span", { class: "muted" }, `${words.line} ${number + 1}: `),
        make("code", { dir: "auto" }, logged[number].trim().slice(0, 300))));
    if (hit.lines.length > LINES)
      lines.append(make("li", { class: "muted" }, `+ ${hit.lines.length - LINES}`));
    item.append(lines);
    return item;
  }

  async function explain() {
    if (!log.value) {
      clear();
      return;
    }
    const mine = ++asked;
    status.textContent = words.reading;
    const found = await kbSearch.explain(log.value, () => mine === asked);
    if (mine !== asked) return;
    if (!found) {
      status.textContent = words.broken;
      return;
    }
    passing = found.records;
    result = { index: found.index, marks: null, best: (hits, count) => hits.slice(0, count),
      recordOf: (hit) => hit.record, row: (hit, about) => logRow(hit, about, found.lines) };
    shown = 0;
    await show(SEEN);
    if (mine !== asked) return;
    status.textContent = `${words.explained} ${found.explained} / ${found.total} · ${
      counted(found.records.filter((hit) => !hit.possible).length)}`;
  }

  /* What happens */
  let wake = false;

  function awake() {
    if (!wake) kbSearch.open();
    wake = true;
  }

  box.addEventListener("focus", awake);
  log.addEventListener("focus", awake);
  box.addEventListener("input", answer);
  log.addEventListener("input", answer);
  for (const control of [domain, verdict, rate])
    control.addEventListener("change", answer); // anew, so that it belongs to the latest change
  list.addEventListener("click", remember); // before the page is left
  more.addEventListener("click", async () => {
    const first = list.children.length;
    await show(SHOWN);
    list.children[first]?.querySelector("a").focus();
  });
  other.addEventListener("click", () => {
    setMode(pasted.hidden);
    remember();
    (pasted.hidden ? box : log).focus();
    answer();
  });

  /* A log pasted where words are expected */
  box.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!/[\r\n]/.test(text.trim()) && text.length <= 400) return;
    event.preventDefault();
    log.value = text;
    setMode(true);
    remember();
    log.focus();
    answer();
  });

  /* Arrows go through box and results, Enter opens the first or the one at hand, Escape goes back
   * and then clears. */
  root.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...list.querySelectorAll("li > a")], at = links.indexOf(event.target);
    if (event.target !== box && at < 0) return;
    if (event.key === "ArrowDown" && at + 1 < links.length) links[at + 1].focus();
    else if (event.key === "ArrowUp" && at > 0) links[at - 1].focus();
    else if (event.key === "ArrowUp" && at === 0) box.focus();
    else if (event.key === "Enter" && at < 0 && links.length > 0) links[0].click();
    else if (event.key === "Escape" && at >= 0) box.focus();
    else if (event.key === "Escape" && box.value) {
      box.value = "";
      remember();
      clear();
    } else return;
    event.preventDefault();
  });

  addEventListener("hashchange", recall);
  recall();
})();
