// SPDX-License-Identifier: MIT
// What a reader takes along from page to page, in headless Chromium, from disk: node moves.mjs
// JOB.json (see tests/robustness/search_page.py, which makes the site). To the other language, back
// from a result, and to the search from a page without a field.
import { pathToFileURL } from "node:url";
import { browser, expect, finish, job, problems } from "./browser.mjs";

const context = await browser.newContext();
const page = await context.newPage();
const asked = [];
page.on("console", (message) => expect(message.type() !== "error", `console: ${message.text()}`));
page.on("pageerror", (error) => problems.push(`error: ${error}`));
page.on("request", (request) => asked.push(request.url() + (request.postData() ?? "")));

const root = pathToFileURL(job.seeds).href;
const go = (path) => page.goto(`${root}/${path}`);
const search = (language) => `browse/${language}/search/index.html`;
const to = (language) => page.click(`header a[hreflang=${language}]`);
const results = () => page.waitForFunction(() => document.querySelector("#search ol.records > li > a"), null, { timeout: 5000 });
const hash = () => new URL(page.url()).hash;
const focused = () => page.evaluate(() => document.activeElement.id);

/* The other language shows the same: what is asked for, and the part of the page. */
async function language() {
  await go(search("en"));
  await page.fill("#q", "illegal");
  await page.waitForURL(/#q=illegal$/);
  await to("zh");
  await results();
  expect(await page.inputValue("#q") === "illegal", "the query is lost on the way to the other language");

  await go("index.html");
  await page.fill("#q", "semaphore");
  await page.keyboard.press("Enter");
  await results();
  await to("zh");
  await results();
  expect(await page.inputValue("#q") === "semaphore", "the query of the home page is lost on the way");
  await page.fill("#q", "");
  await page.waitForFunction(() => location.hash === "#q=");
  await page.reload();
  expect(await page.inputValue("#q") === "", "what was emptied comes back");

  await go(`en/${job.record}/index.html#dead-end-2`);
  await to("zh");
  await page.waitForURL(`**/zh/${job.record}/index.html*`);
  expect(hash() === "#dead-end-2", `the part of the page is lost: ${hash()}`);
  const [tab] = await Promise.all([context.waitForEvent("page"), page.click("header a[hreflang=en]", { button: "middle" })]);
  await tab.waitForURL(`**/en/${job.record}/index.html*`);
  expect(new URL(tab.url()).hash === "#dead-end-2", "the part of the page is lost on the way to another tab");
  await tab.close();
}

/* The log is there again, and is nowhere but in this browser's history. */
async function log() {
  const line = "secret-host-77: CUDA error: invalid sync object";
  await go(search("en"));
  await page.click("#search button.plain");
  await page.fill("#log", `${line}\nnothing\n`);
  await results();
  await page.waitForFunction(() => history.state?.log);
  const said = await page.textContent("#search [role=status]");
  expect(said.includes("1 / 2"), `one of two lines is explained: ${said}`);
  await page.click("#search ol.records > li > a");
  await page.waitForURL(/\/en\/cuda\//);
  for (const again of ["goBack", "reload"]) {
    await page[again]();
    await results();
    expect((await page.inputValue("#log")).startsWith(line), `${again}: the log is lost`);
    await page.waitForFunction((text) => document.querySelector("#search [role=status]").textContent === text, said, { timeout: 5000 });
  }
  expect(hash() === "#log=", `the log is in the address: ${hash()}`);
  expect(!asked.some((url) => url.includes("secret")), "the log is asked for");

  /* What is too long for a history is not kept, and nothing is wrong. */
  await page.evaluate(() => {
    const field = document.querySelector("#log");
    field.value = "nothing\n".repeat(30000);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await page.waitForFunction(() => !history.state);
  await page.reload();
  expect(await page.inputValue("#log") === "", "a part of a log is kept");
}

/* The key that reaches the search does so where there is no field. */
async function key() {
  for (const from of [`en/${job.record}/index.html`, `zh/${job.record}/index.html`]) {
    await go(from);
    await page.keyboard.press("/");
    await page.waitForURL(`**/${search(from.slice(0, 2))}*`, { timeout: 5000 });
    await page.waitForFunction(() => document.activeElement.id === "q", null, { timeout: 5000 });
    await page.keyboard.type("/illegal");
    await results();
    expect(await page.inputValue("#q") === "/illegal", "the key is not typed into the field");
  }
  await go(search("en"));
  await page.click("#search button.plain");
  await page.keyboard.press("Tab"); /* out of the field for logs */
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement.id === "q", null, { timeout: 5000 });
  await go("index.html");
  await page.keyboard.press("/");
  expect(await focused() === "q" && page.url().endsWith("/index.html"), "a page with a field has it focused");
  await go(search("en"));
  expect(await focused() !== "q", "the field is focused though nobody asked for it");
}

for (const step of [language, log, key]) {
  try {
    await step();
  } catch (error) {
    problems.push(`${step.name}: ${error.stack}`);
  }
}
await finish();
