// SPDX-License-Identifier: MIT
// Pages of every kind in headless Chromium: node pages.mjs JOB.json (see
// tests/robustness/site_pages.py). Each is accessible, light and dark; fits a narrow screen; keeps
// still for who asks for that; and is whole on paper.
import { pathToFileURL } from "node:url";
import { axe, browser, expect, finish, job, problems } from "./browser.mjs";

const NARROW = { width: 320, height: 640 }, WIDE = { width: 1280, height: 900 };
const counts = { pages: 0, axe: 0, narrow: 0, print: 0 };

/* Everything that is folded is open, or all of it folded. */
const fold = (page, open) => page.evaluate((value) => {
  for (const one of document.querySelectorAll("details")) one.open = value;
}, open);

/* The rules of axe, in the dark only those that look at colours: nothing else can differ. Colours are
 * the same in all languages. */
async function accessible(page, what) {
  await page.evaluate(axe());
  const english = await page.evaluate(() => document.documentElement.lang === "en");
  for (const colorScheme of english ? ["light", "dark"] : ["light"]) {
    await page.emulateMedia({ colorScheme });
    const violations = await page.evaluate(async (dark) => {
      const options = { preload: false, resultTypes: ["violations"], rules: { "target-size": { enabled: true } },
        ...(dark && { runOnly: ["color-contrast"], rules: {} }) };
      const found = await globalThis.axe.run(document, options);
      return found.violations.map((one) => [one.id, one.nodes.length, one.nodes[0].html.slice(0, 200)]);
    }, colorScheme === "dark");
    for (const [id, count, html] of violations) problems.push(`${what}, ${colorScheme}: axe ${id}, ${count} times: ${html}`);
    counts.axe++;
  }
}

async function fits(page, what, full) {
  await page.setViewportSize(NARROW);
  const [width, element] = await page.evaluate((most) => {
    const all = [...document.querySelectorAll("body *")]
      .filter((one) => one.getBoundingClientRect().right > most && !one.closest(".scroll *, svg *"));
    return [document.scrollingElement.scrollWidth, all.at(-1)?.outerHTML.slice(0, 200)];
  }, NARROW.width);
  expect(width <= NARROW.width, `${what}: ${width} pixels wide on a screen of ${NARROW.width}: ${element}`);
  const [printed, facets, row] = await page.evaluate(() => [document.querySelector(".printed")?.offsetHeight ?? 0,
    new Set([...document.querySelectorAll(".filters select")].map((one) => one.getBoundingClientRect().bottom)).size,
    Math.max(0, ...[...document.querySelectorAll("#domains td")].map((one) => one.offsetHeight))]);
  expect(printed <= NARROW.height * 2 / 3, `${what}: the error takes ${printed} pixels of a screen`);
  expect(facets <= 2, `${what}: facets in ${facets} rows`);
  expect(row <= 80 || !full, `${what}: a row of a table ${row} pixels high`);
  await page.setViewportSize(WIDE);
  counts.narrow++;
}

async function still(page, what) {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const moving = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll("body *")]
    .slice(0, 3000).flatMap((one) => {
      const style = getComputedStyle(one);
      const still = style.animationName === "none" && style.transitionDuration === "0s" && style.scrollBehavior === "auto";
      return still ? [] : [one.outerHTML.slice(0, 100)];
    }).concat(document.getAnimations().map((one) => `an animation: ${one.playState}`)));
  expect(moving.length === 0, `${what}: moves: ${moving[0]}`);
  await page.emulateMedia({ reducedMotion: null });
}

/* By its style alone, as the folded parts were folded: in black on white whatever the screen has,
 * without what only a screen has a use for. */
async function prints(page, what) {
  await fold(page, false);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const wrong = await page.evaluate(() => {
    const visible = (one) => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
    const found = [];
    document.body.getBoundingClientRect(); // visible() alone does not see that the medium changed
    for (const one of document.querySelectorAll("details"))
      if (!visible(one.lastElementChild)) found.push(`folded: ${one.outerHTML.slice(0, 100)}`);
    for (const one of document.querySelectorAll("header nav, .skip, .pager, .steps, .anchor, button, input, select, textarea"))
      if (visible(one)) found.push(`of no use on paper: ${one.outerHTML.slice(0, 100)}`);
    if (!visible(document.querySelector("h1"))) found.push("no heading");
    for (const one of document.querySelectorAll(".printed"))
      if (one.scrollHeight > one.clientHeight) found.push(`cut off: ${one.outerHTML.slice(0, 100)}`);
    const { color } = getComputedStyle(document.querySelector("main"));
    if (color !== "rgb(0, 0, 0)") found.push(`printed in ${color}`);
    return found;
  });
  for (const one of wrong) problems.push(`${what}: ${one}`);
  await page.emulateMedia({ media: null, colorScheme: null });
  counts.print++;
}

/* What the script does for browsers whose style sheets cannot unfold. */
async function unfolds(page, what) {
  await fold(page, false);
  await page.evaluate(() => addEventListener("beforeprint", () => {
    globalThis.folded = document.querySelectorAll("details:not([open])").length;
  }));
  await page.pdf();
  const [during, after] = await page.evaluate(() => [globalThis.folded, document.querySelectorAll("details[open]").length]);
  expect(during === 0, `${what}: ${during} parts are printed folded`);
  expect(after === 0, `${what}: ${after} parts stay open after printing`);
}

async function search(page) {
  await page.fill("#q", job.query);
  await page.waitForFunction(() => document.querySelector("#search ol.records > li > a"));
}

async function explain(page) {
  await page.click("#search button.plain");
  await page.fill("#log", job.log);
  await page.waitForFunction(() => document.querySelector("#search .lines li"));
}

/* A page that leads on is not looked at: what it leads to is. */
async function look(page, { what, url, target, kind, full }) {
  await page.goto(url);
  if (target) {
    await page.waitForURL(target, { timeout: 10000 });
    await page.waitForLoadState();
  }
  const states = kind === "search" && full ? [null, search, explain] : [null];
  for (const state of states) {
    const name = what + (state ? `, ${state.name}` : "");
    if (state) await state(page);
    counts.pages++;
    await fold(page, true);
    if (full) await accessible(page, name);
    await fits(page, name, full);
    if (full) await still(page, name);
    await prints(page, name);
  }
  if (kind === "quality" && full) await unfolds(page, what);
}

/* As many at a time as the machine has use for. */
const tasks = job.pages.map((page) => ({ ...page, url: pathToFileURL(page.file).href,
  target: page.target && pathToFileURL(page.target).href }));
async function work() {
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  page.on("console", (message) => expect(message.type() !== "error", `${page.url()}: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error}`));
  for (let task = tasks.shift(); task; task = tasks.shift()) {
    try {
      await look(page, task);
    } catch (error) {
      problems.push(`${task.what}: ${error.stack}`);
    }
  }
  await context.close();
}
await Promise.all([work(), work()]);
console.log(`${counts.pages} pages; ${counts.axe} runs of axe, ${counts.narrow} on a narrow screen, ${counts.print} on paper`);
await finish();
