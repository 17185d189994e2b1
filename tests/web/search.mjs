// SPDX-License-Identifier: MIT
// The search page in headless Chromium, from disk: node search.mjs JOB.json (see
// tests/robustness/search_page.py, which makes the sites and knows what is to be found). With
// `measure` in the job, only what takes time is looked at, and that file gets the numbers.
import fs from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { axe, browser, expect, finish, job, problems } from "./browser.mjs";

const measured = {};
/* Milliseconds are those of a machine that may be busy with other things: the bounds are held by the
 * median key and the fastest of the pastes, and all are printed. */
const KEY = 50, PASTE = 1000, LIGHT = 300_000;
const PACE = 100; // milliseconds between two keys of fast typing

/* A fresh page: everything that ran or went wrong is a problem, every script is counted. */
async function open(site, hash = "", language = "en") {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.scripts = [];
  page.on("console", (message) => expect(message.type() !== "error", `console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`error: ${error}`));
  page.on("dialog", (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    expect(request.url().startsWith("file://"), `asks for ${request.url()}`);
    if (request.url().includes("/search/") && request.url().endsWith(".js"))
      page.scripts.push(request.url());
  });
  await page.goto(`${pathToFileURL(site)}/browse/${language}/search/index.html${hash}`);
  return page;
}

const close = (page) => page.context().close();
const kinds = (page) => page.scripts.map((url) => url.replace(/.*\/(index|.).*/, "$1"));
const bytes = (page) => page.scripts
  .reduce((sum, url) => sum + fs.statSync(fileURLToPath(url)).size, 0);

/* Types a text into the box, and returns what it took until the status said the result, of which the
 * first are shown by then. */
const type = (page, text) => page.evaluate((value) => new Promise((resolve) => {
  const box = document.querySelector("#q"), status = document.querySelector("#search [role=status]");
  const start = performance.now();
  new MutationObserver((_, observer) => {
    observer.disconnect();
    resolve(performance.now() - start);
  }).observe(status, { childList: true, characterData: true, subtree: true });
  box.value = value;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}), text);

/* Until what waits for typing to rest is there too: the address, and behind it the other results. */
const complete = (page) => page.evaluate(() => new Promise((resolve) => {
  const look = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    const said = ["q", "domain"].every((id) => (state.get(id) ?? "") === document.getElementById(id).value);
    if (said && !document.querySelector("#search > button").disabled) resolve();
    else setTimeout(look);
  };
  look();
}));

const status = (page) => page.textContent("#search [role=status]");
const titles = (page) => page.$$eval("#search ol.records > li > a", (all) => all.map((a) => a.textContent));
const paths = (page) => page.$$eval("#search ol.records > li > a",
  (all) => all.map((a) => decodeURI(a.href).replace(/^.*\/html\/[^/]+\//, "").replace("/index.html", "")));

/* Ids of all that a query finds, without the page around. */
const find = (page, text, most) => page.evaluate(async ([query, count]) => {
  const { records, best } = await kbSearch.open.find(query);
  const shown = await kbSearch.open.shown(best(records, count));
  return shown.map((about) => about[0]);
}, [text, most]);

async function accessible(page, what) {
  await page.evaluate(axe());
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { preload: false }));
  for (const one of violations)
    problems.push(`${what}: axe ${one.id}: ${one.nodes[0].html.slice(0, 200)}`);
}

async function seeds() {
  const page = await open(job.seeds);
  expect(page.scripts.length === 0, "shards are loaded before anybody searches");
  let exact = 0;
  for (const [piece, ids, han] of job.pieces) {
    const found = new Set(await find(page, piece, 100));
    const missing = ids.filter((id) => !found.has(id));
    expect(missing.length === 0, `${piece} does not find ${missing}`);
    if (han) expect(found.size === ids.length, `${piece} finds more than ${ids}: ${[...found]}`);
    exact += han;
  }
  console.log(`${job.pieces.length} pieces of Chinese texts find their records, ${exact} of them just those`);
  await ask(page, job.codes);
  await accessible(page, "results");
  await close(page);

  const chinese = await open(job.seeds, "", "zh");
  await type(chinese, job.chinese.text);
  expect((await paths(chinese))[0] === job.chinese.id, `${job.chinese.text}: ${await paths(chinese)}`);
  expect((await chinese.$$("mark")).length > 0, "nothing is marked");
  expect((await status(chinese)).includes("条记录"), `not said in Chinese: ${await status(chinese)}`);
  await type(chinese, `${job.chinese.text} nowhere`);
  expect((await status(chinese)).startsWith("没有记录含有 nowhere · "), `not said in Chinese: ${await status(chinese)}`);
  await accessible(chinese, "Chinese results");
  await close(chinese);
}

/* What is not found leads on to the lists of all, until something is. */
async function nothing() {
  const page = await open(job.seeds);
  const lists = () => page.$$eval("#search ul a", (all) => all.filter((a) => a.checkVisibility()).map((a) => a.href));
  await type(page, "zqxjzqxjzqxj");
  expect((await lists()).some((href) => href.endsWith("/a-z/index.html")), `nothing found leads to ${await lists()}`);
  await accessible(page, "nothing found");
  await type(page, "semaphore");
  expect((await lists()).length === 0, "something found leads away");
  await close(page);
}

async function ask(page, list) {
  for (const [query, first, said] of list) {
    await type(page, query);
    expect((await paths(page))[0] === first || !first, `${query}: ${(await paths(page)).slice(0, 3)}`);
    expect(!said || (await status(page)).includes(said), `${query}: ${await status(page)}`);
  }
}

async function queries() {
  const page = await open(job.corpus);
  await ask(page, job.queries);
  await type(page, "");
  expect((await titles(page)).length === 0, "results of nothing");
  await type(page, "zqxjzqxjzqxj");
  expect((await status(page)).includes("Nothing found"), `nonsense: ${await status(page)}`);
  await close(page);
}

async function facets() {
  const page = await open(job.corpus);
  await type(page, "connection timeout");
  const all = await page.$eval("#domain", (select) => select.options[0].textContent);
  const [value, text] = await page.$eval("#domain", (select) =>
    [select.options[1].value, select.options[1].textContent]);
  const count = Number(text.match(/\((\d+)\)$/)[1]);
  await page.selectOption("#domain", value);
  await page.waitForFunction((n) => document.querySelector("#search [role=status]")
    .textContent.split(" · ").some((said) => said.startsWith(`${n} record`)), count);
  for (const path of await paths(page)) expect(path.startsWith(value), `${path} is not of ${value}`);
  await page.selectOption("#rate", "75");
  await page.selectOption("#verdict", "yes");
  const last = await page.$eval("#verdict", (select) => select.selectedOptions[0].textContent);
  await page.waitForFunction((n) => document.querySelector("#search [role=status]")
    .textContent.split(" · ").some((said) => said.startsWith(`${n} record`)), Number(last.match(/\((\d+)\)$/)[1]));
  for (const rate of await page.$$eval(".found .number", (found) => found.map((one) => parseInt(one.textContent.match(/\d+/)[0], 10))))
    expect(rate >= 75, `a fix rate of ${rate}`);
  expect((await page.$eval("#domain", (select) => select.options[0].textContent)) !== all,
    "facets do not count what passes the others");
  expect((await page.$$eval("#rate option", (all) => all.map((one) => one.textContent))).some((text) => /^75% \(/.test(text)),
    "a rate is not written as elsewhere");
  await accessible(page, "facets");

  /* The address says it all. */
  await complete(page);
  const hash = new URL(page.url()).hash, before = [await status(page), await paths(page)];
  for (const part of ["q=connection+timeout", `domain=${value}`, "rate=75", "verdict=yes"])
    expect(hash.includes(part), `${part} is not in ${hash}`);
  const again = await open(job.corpus, hash);
  await again.waitForFunction(() => document.querySelector("#search [role=status]").textContent);
  expect(JSON.stringify([await status(again), await paths(again)]) === JSON.stringify(before),
    `another result from ${hash}: ${await status(again)}`);
  await close(again);
  await close(page);
}

async function keyboard() {
  const page = await open(job.corpus);
  const focused = () => page.evaluate(() => {
    const links = [...document.querySelectorAll("#search ol > li > a")];
    return document.activeElement.id || links.indexOf(document.activeElement);
  });
  const press = async (key, wanted) => {
    await page.keyboard.press(key);
    expect(await focused() === wanted, `${key} leads to ${await focused()}, not ${wanted}`);
  };
  await press("/", "q");
  await type(page, "out of memory");
  await press("ArrowDown", 0);
  await press("ArrowDown", 1);
  await press("ArrowUp", 0);
  await press("ArrowUp", "q");
  await press("ArrowDown", 0);
  await press("Escape", "q");
  expect(await page.inputValue("#q") === "out of memory", "Escape in the results clears");
  await press("Escape", "q");
  expect(await page.inputValue("#q") === "", "Escape does not clear");
  await type(page, "out of memory");
  const [first] = await paths(page);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname.endsWith(`/en/${first}/index.html`));
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("#search ol > li > a"));
  expect(await page.inputValue("#q") === "out of memory", "the query is gone on the way back");
  await close(page);
}

async function paste() {
  const page = await open(job.corpus);
  await page.focus("#q");
  const times = [];
  for (let turn = 0; turn < 3; turn++) {
    if (turn > 0) await page.click("#search button.plain");
    const [time, rows] = await page.evaluate((text) => new Promise((resolve) => {
      const told = document.querySelector("#search [role=status]"), start = performance.now();
      new MutationObserver((_, observer) => {
        if (!told.textContent.includes("/")) return;
        observer.disconnect();
        resolve([performance.now() - start, document.querySelectorAll(".found > li").length]);
      }).observe(told, { childList: true, characterData: true, subtree: true });
      const data = new DataTransfer();
      data.setData("text", text);
      document.querySelector("#q").dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }), job.log);
    times.push(time);
    expect(rows === 4, `${rows} records of a log are shown before its count`);
  }
  const shown = (count) => page.waitForFunction((all) => document.querySelectorAll(".found > li").length === all, count);
  await shown(10);
  const loaded = bytes(page);
  await page.click("#search > button");
  await shown(20);
  measured.paste = times;
  const found = new Map(await page.evaluate(async (text) => {
    const { records } = await kbSearch.explain(text, () => true);
    const shown = await kbSearch.open.shown(records.map((hit) => hit.record));
    return records.map((hit, i) => [shown[i][0], { possible: hit.possible, lines: hit.lines }]);
  }, job.log));
  let wrong = 0, possible = 0;
  for (const [id, lines] of Object.entries(job.explained)) {
    const hit = found.get(id);
    wrong += JSON.stringify(hit?.lines) !== JSON.stringify(lines) && !hit?.possible;
  }
  for (const [id, hit] of found) {
    possible += hit.possible;
    wrong += !hit.possible && !(id in job.explained);
  }
  expect(wrong === 0, `${wrong} records are found in other lines than kbc finds them`);
  console.log(`${job.log.split("\n").length} lines pasted: ${times.map(Math.round).join(", ")} ms (the first with its ` +
    `shards, ${Math.round(loaded / 1000)} kB); ${found.size} records, ${possible} of them by words only`);
  expect(Math.min(...times) < PASTE, `a log takes ${Math.min(...times)} ms`);
  expect((await titles(page)).length > 0 && (await page.$$(".found .lines li")).length > 0, "no lines shown");
  await accessible(page, "a log");
  await close(page);
}

/* What JavaScript cannot run, or could not end, is found by its literals, and says so. */
async function possible() {
  const page = await open(job.regexes, "#log");
  await page.fill("#log", "gamma ray\nalpha beta\nalpha\ndelta epsilon\nzeta ttttttttttttttttttttttttttttttttttt?\n");
  await page.waitForFunction(() => document.querySelector("#search [role=status]").textContent.includes("1 / 5"));
  const found = await page.$$eval(".found > li", (all) => all.map((one) =>
    [one.querySelector("a").textContent, one.querySelector(".flag")?.textContent ?? ""]));
  const wanted = [["sure", ""], ["endless", "Possible"], ["back", "Possible"], ["atomic", "Possible"]];
  expect(found.length === wanted.length && wanted.every(([name, flag]) =>
    found.some(([title, said]) => title === name && said === flag)), `possible: ${JSON.stringify(found)}`);
  await accessible(page, "possible");
  await close(page);
}

/* A match that would take hours is given up, and the page stays alive. */
async function patience() {
  const page = await open(job.regexes, "#log");
  for (const [line, name, flag] of [
    [`end! eta ${"theta ".repeat(600)}${"iota ".repeat(600)}`, "slow", "Possible"],
    [`eta ${"x".repeat(3000)} theta ${"x".repeat(3000)} iota ${"x".repeat(3000)} end!`, "slow", ""]]) {
    await page.fill("#log", line);
    await page.waitForFunction((wanted) => document.querySelector("#search [role=status]").textContent.includes(wanted),
      flag ? "0 / 1" : "1 / 1");
    const found = await page.$$eval(".found > li", (all) => all.map((one) =>
      [one.querySelector("a").textContent, one.querySelector(".flag")?.textContent ?? ""]));
    expect(JSON.stringify(found) === JSON.stringify([[name, flag]]), `${line.slice(0, 20)}: ${JSON.stringify(found)}`);
  }
  await page.evaluate(() => { /* not typed: that alone takes half a minute */
    const log = document.querySelector("#log");
    log.value = "gamma ray\n".repeat(20001).trim();
    log.dispatchEvent(new Event("input"));
  });
  await page.waitForFunction(() => document.querySelector("#search [role=status]").textContent.includes("20000 / 20001"));
  await close(page);
}

/* Faster than the shards come, and in a browser that tires of addresses. */
async function haste() {
  const page = await open(job.level);
  await type(page, "level");
  await complete(page);
  await page.evaluate(() => {
    const more = [...document.querySelectorAll("#search button")].at(-1);
    more.click();
    more.click();
  });
  await page.waitForFunction(() => document.querySelectorAll(".found > li").length > 10);
  expect(new Set(await paths(page)).size === (await paths(page)).length, "a result is shown twice");
  const last = await page.evaluate(() => {
    const select = document.querySelector("#domain"), values = [...select.options].map((option) => option.value);
    for (const value of values) {
      select.value = value;
      select.dispatchEvent(new Event("change"));
    }
    return values.at(-1);
  });
  await page.waitForFunction((value) => document.querySelector(".found a")?.href.includes(`/${value}/`), last);
  await complete(page);
  const found = await paths(page);
  expect(found.length === 10 && found.every((path) => path.startsWith(`${last}/`)), `of ${last}: ${found}`);
  await page.evaluate(() => { history.replaceState = () => { throw new DOMException("", "SecurityError"); }; });
  await type(page, "nowhere");
  expect((await paths(page)).length === 0, "what is typed is not looked for when the address cannot follow");
  await close(page);
  const other = await open(job.level);
  await other.evaluate(async () => { // a key, and at once the address, ask for the others
    const { shown } = kbSearch.open, box = document.querySelector("#q");
    const rested = new Promise((resolve) => { history.replaceState = () => setTimeout(resolve); });
    kbSearch.open.shown = async (records) => {
      if (records.length > 4) await rested;
      return shown(records);
    };
    box.value = "level";
    box.dispatchEvent(new Event("input"));
    location.hash = "#q=level";
    await rested;
  });
  await complete(other);
  expect(new Set(await paths(other)).size === (await paths(other)).length, "the others are shown twice");
  await close(other);
}

/* The first letters of a word find what they are as a term and what all terms that go on from them
 * find, in one shard. */
async function beginnings() {
  for (const site of [job.beginnings, job.corpus].filter(Boolean)) {
    const page = await open(site);
    const [count, wrong] = await page.evaluate(async () => {
      const index = await kbSearch.open();
      const terms = (await kbSearch.loadAll(index.shards.map((key) => "t" + key))).flat();
      const impacts = (postings, best) => {
        let next = 0;
        for (const number of kbSearch.numbers(postings)) {
          next += (number >> 4) + 1;
          best[next] = Math.max(best[next] ?? 0, number % 16);
        }
        return best;
      };
      const others = [];
      for (const text of index.beginnings) {
        const all = {};
        for (let i = 0; i < terms.length; i += 2)
          if (terms[i] !== text && terms[i].startsWith(text)) impacts(terms[i + 1], all);
        const shard = "b" + Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16)).join("");
        const [own, longer] = await kbSearch.load(shard), at = terms.indexOf(text);
        if (own !== (at < 0 ? "" : terms[at + 1]) || JSON.stringify(all) !== JSON.stringify(impacts(longer, {})))
          others.push(text);
      }
      return [index.beginnings.size, others];
    });
    expect(count > 0 && wrong.length === 0, `${count} beginnings, not what goes on from them: ${wrong}`);
    await close(page);
  }
  if (!job.corpus) return;
  const typed = await open(job.corpus);
  await type(typed, "memory ");
  typed.scripts = [];
  await type(typed, "memory co");
  expect(!kinds(typed).includes("t"), `the beginning of a second word loads ${kinds(typed)}`);
  await close(typed);
}

/* The shards of first letters say what those of terms and records say, and are all that a query of
 * two letters loads. */
async function openings() {
  for (const site of [job.beginnings, job.corpus].filter(Boolean)) {
    const page = await open(site);
    const [count, wrong] = await page.evaluate(async () => {
      const index = await kbSearch.open(), wrong = [];
      const terms = (await kbSearch.loadAll(index.shards.map((key) => "t" + key))).flat();
      const impacts = (postings, best = {}) => {
        let next = 0;
        for (const number of kbSearch.numbers(postings)) {
          next += (number >> 4) + 1;
          best[next] = Math.max(best[next] ?? 0, number % 16);
        }
        return best;
      };
      const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
      const of = new Map(), begun = new Map(), shown = new Map();
      for (let i = 0; i < terms.length; i += 2) {
        const two = Array.from(terms[i]).slice(0, 2).join("");
        of.set(terms[i], terms[i + 1]);
        if (!begun.has(two)) begun.set(two, {});
        if (two !== terms[i]) impacts(terms[i + 1], begun.get(two));
      }
      for (const letter of index.openings) {
        const key = Array.from(new TextEncoder().encode(letter), (byte) => byte.toString(16)).join("");
        const [words, records] = await kbSearch.load("s" + key);
        for (let i = 0; i < words.length; i += 3) {
          const [word, own, longer] = words.slice(i, i + 3);
          const all = word === letter ? {} : begun.get(word);
          if (own !== (of.get(word) ?? "") || !same(impacts(longer), all)) wrong.push(word);
        }
        for (let i = 0; i < records.length; i += 2) shown.set(records[i], records[i + 1]);
      }
      const places = [...shown.keys()].map((number) => index.placeOf[number]);
      const entries = await kbSearch.open.shown(places); // by their own shards: no query has loaded others
      [...shown.values()].forEach((entry, i) => { if (!same(entry, entries[i])) wrong.push(entry[0]); });
      return [index.openings.size, wrong];
    });
    expect(count > 0 && wrong.length === 0, `${count} first letters, not as elsewhere: ${wrong}`);
    await close(page);
    const query = site === job.corpus ? "co" : "be";
    for (const text of [query[0], query]) {
      const typed = await open(site);
      await type(typed, text);
      const loaded = kinds(typed).filter((kind) => kind !== "n").join(" ");
      expect(loaded === "index s", `${text} loads ${loaded}`);
      expect(text !== query || (await titles(typed)).length >= 4, `${text} finds ${await titles(typed)}`);
      await close(typed);
    }
  }
}

async function fromHome() {
  const page = await open(job.seeds);
  await page.goto(`${pathToFileURL(job.seeds)}/index.html`);
  await page.fill("#q", "semaphore");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#search ol.records > li > a"));
  expect(await page.inputValue("#q") === "semaphore", "the query of the home page is lost");
  await close(page);
}

async function hostile() {
  for (const site of job.hostile) {
    const page = await open(site);
    for (const query of ["script alert", "img onerror", "javascript", "example.org", "x", "\u4f60\u597d",
      "<script>alert(1)</script>", "__proto__", "constructor", "\"'><svg onload=alert(1)>"]) {
      await type(page, query);
      const odd = await page.$$eval("main *", (all) => all.filter((one) =>
        ["IMG", "IFRAME", "SVG", "STYLE", "B", "I"].includes(one.tagName.toUpperCase()) ||
        [...one.attributes].some((a) => a.name.startsWith("on")) ||
        (one.href && !one.href.startsWith("file:"))).map((one) => one.outerHTML.slice(0, 200)));
      expect(odd.length === 0, `${query}: ${odd[0]}`);
    }
    await page.click("#search button.plain");
    await page.fill("#log", "<script>alert(1)</script>\n\"><img src=x onerror=alert(1)>\nx\n");
    await page.waitForFunction(() => document.querySelector("#search [role=status]").textContent.includes("/"));
    await close(page);
  }
}

const per = (good, all) => `${(100 * good / all).toFixed(1)} of 100`;

async function quality() {
  const page = await open(job.corpus);
  let first = 0, three = 0;
  for (const { id, signature, same } of job.sample) {
    const found = await find(page, signature, same.length);
    const at = found.indexOf(id);
    first += at >= 0 && found.slice(0, at).every((other) => same.includes(other));
  }
  const asked = job.sample.filter(({ rare }) => rare);
  for (const { id, rare } of asked) three += (await find(page, rare, 3)).includes(id);
  console.log(`first for its own signature: ${per(first, job.sample.length)}; ` +
    `among three for three rare words: ${per(three, asked.length)}`);
  expect(first >= 0.97 * job.sample.length, "too few are first for their own signature");
  expect(three >= 0.9 * asked.length, "too few are among three for three rare words");
  await close(page);
}

/* The keys of a text, pressed on a page that has loaded nothing but what entering the field loads:
 * what each took. */
async function press(signature, pause) {
  const page = await open(job.corpus), keys = [];
  const entry = await page.evaluate(async () => {
    const start = performance.now();
    document.querySelector("#q").focus();
    await kbSearch.open();
    return performance.now() - start;
  });
  const text = Array.from(signature).slice(0, 60);
  for (let n = 1; n <= text.length; n++) {
    if (text.slice(0, n).join("").trim() === text.slice(0, n - 1).join("").trim()) continue;
    if (pause) await page.waitForTimeout(pause);
    keys.push(await type(page, text.slice(0, n).join("")));
  }
  await close(page);
  return { entry, keys };
}

/* One key behind the answer to the other, as nobody types; where it is measured, at the pace of fast
 * typing too, and all of it three times over: what a key takes every time is the middle of its times. */
async function light() {
  const sample = job.sample.filter((_, at) => at % (job.measure ? 2 : 10) === 0);
  const keys = [], middle = [], typed = [], sizes = [], entries = [];
  for (let turn = 0; turn < (job.measure ? 3 : 1); turn++) {
    let key = 0;
    for (const { signature } of sample) {
      const pressed = await press(signature, 0);
      entries.push(pressed.entry);
      for (const time of pressed.keys) (keys[key++] ??= []).push(time);
    }
  }
  for (const times of keys) middle.push(times.sort((a, b) => a - b)[times.length >> 1]);
  for (const [i, { signature }] of sample.entries()) {
    if (job.measure && i % 5 === 0) typed.push(...(await press(signature, PACE)).keys);
    const whole = await open(job.corpus);
    await type(whole, signature);
    await complete(whole);
    sizes.push(bytes(whole));
    await close(whole);
  }
  const spread = (list) => {
    const sorted = [...list].sort((a, b) => a - b), at = (part) => sorted[Math.floor((list.length - 1) * part)];
    return { count: list.length, median: at(0.5), most: at(0.99), longest: at(1) };
  };
  for (const [name, list] of Object.entries({ entries, middle, keys: keys.flat(), typed, shards: sizes }))
    measured[name] = spread(list);
  const said = ({ median, most, longest }) => `median ${median?.toFixed(1)} ms, 99 of 100 below ${most?.toFixed(1)} ms, ` +
    `longest ${longest?.toFixed(1)} ms`;
  console.log(`the field is entered: ${said(measured.entries)}; ${keys.length} keys, no shard loaded before: ` +
    `${said(measured.keys)}, middle of ${keys[0].length}: ${said(measured.middle)}; shards of a query: median ` +
    `${Math.round(measured.shards.median / 1000)} kB, most ${Math.round(measured.shards.longest / 1000)} kB`);
  expect(measured.middle.median < KEY, `a key takes ${measured.middle.median} ms`);
  expect(measured.shards.longest < LIGHT, `a query loads ${measured.shards.longest} bytes`);
}

const steps = job.measure ? [paste, light]
  : job.corpus ? [seeds, nothing, possible, patience, haste, beginnings, openings, fromHome, hostile, queries, facets, keyboard, paste, quality, light]
  : [seeds, nothing, possible, patience, haste, beginnings, openings, fromHome, hostile];
for (const step of steps) {
  try {
    await step();
  } catch (error) {
    problems.push(`${step.name}: ${error.stack}`);
  }
}
if (job.measure) fs.writeFileSync(job.measure, JSON.stringify(measured));
await finish();
