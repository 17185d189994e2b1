// SPDX-License-Identifier: MIT
// Pages of hostile records in headless Chromium: node hostile.mjs JOB.json (see
// tests/robustness/hostile_pages.py). Nothing runs, nothing is asked for that is not the site's, and
// texts are there as texts.
import { pathToFileURL } from "node:url";
import { browser, expect, finish, job, problems } from "./browser.mjs";

let pages = 0, looks = 0;

/* A tab that tells of everything a page does by itself. */
async function tab(root) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const at = () => decodeURI(page.url()).slice(-120);
  page.on("console", (message) => expect(message.type() !== "error", `${at()}: console: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`${at()}: ${error}`));
  page.on("dialog", (dialog) => {
    problems.push(`${at()}: a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("popup", () => problems.push(`${at()}: a window opens`));
  page.on("download", () => problems.push(`${at()}: a download`));
  page.on("request", (request) => expect(request.url().startsWith(root), `${at()}: asks for ${request.url()}`));
  await page.addInitScript(() => addEventListener("securitypolicyviolation", (event) => {
    console.error(`the policy forbids ${event.violatedDirective}: ${event.blockedURI}`);
  }));
  return page;
}

/* What is in the page as it stands after all scripts. */
async function harmless(page, what) {
  looks++;
  const found = await page.evaluate(() => {
    const odd = [...document.querySelectorAll("*")].filter((one) =>
      [...one.attributes].some((attribute) => /^on|^style$|^srcdoc$/i.test(attribute.name)) ||
      ["IMG", "IFRAME", "OBJECT", "EMBED", "BASE", "STYLE", "AUDIO", "VIDEO"].includes(one.tagName.toUpperCase()) ||
      /* A link of a picture has another href than one of the text. */
      (one.hasAttribute("href") && !["file:", "http:", "https:"].includes(new URL(one.getAttribute("href"), location).protocol)) ||
      (one.tagName === "FORM" && !one.action.startsWith("file:")) ||
      (one.tagName === "SCRIPT" && !one.src && one.type !== "application/ld+json"));
    return [globalThis.pwned, odd.map((one) => one.outerHTML.slice(0, 200)), getComputedStyle(document.body).direction];
  });
  expect(found[0] === undefined, `${what}: a text was run`);
  expect(found[1].length === 0, `${what}: ${found[1][0]}`);
  expect(found[2] === "ltr", `${what}: the page is turned around`);
}

async function records(site) {
  const root = pathToFileURL(site.root).href;
  const tasks = [...site.pages];
  await Promise.all([1, 2].map(async () => {
    const page = await tab(root);
    while (tasks.length > 0) {
      const [path, target] = tasks.shift();
      await page.goto(pathToFileURL(`${site.root}/${path}`).href);
      if (target) {
        await page.waitForURL(pathToFileURL(target).href);
        await page.waitForLoadState();
      }
      pages++;
      await harmless(page, path);
    }
    await page.context().close();
  }));
}

/* What stands in a field is what is read on the page. */
async function texts(site) {
  const page = await tab(pathToFileURL(site.root).href);
  for (const [path, text, turned] of site.texts) {
    await page.goto(pathToFileURL(`${site.root}/${path}`).href);
    const [heading, main, direction] = await page.evaluate(() => {
      const h1 = document.querySelector("h1");
      return [h1.textContent, document.querySelector("main").textContent, getComputedStyle(h1).direction];
    });
    expect(heading === text, `${path}: the heading is ${JSON.stringify(heading.slice(0, 200))}`);
    expect(main.split(text).length > 5, `${path}: ${text.slice(0, 100)} is only there ${main.split(text).length - 1} times`);
    expect(direction === (turned ? "rtl" : "ltr"), `${path}: the heading runs ${direction}`);
  }
  console.log(`${site.texts.length} texts stand as they are`);
  await page.context().close();
}

/* Answers of the search, and of the log, are made by scripts. */
async function search(site) {
  const page = await tab(pathToFileURL(site.root).href);
  const said = () => page.textContent("#search [role=status]");
  await page.goto(pathToFileURL(`${site.root}/browse/en/search/index.html`).href);
  let answers = 0;
  for (const query of site.queries) {
    await page.fill("#q", "");
    await page.fill("#q", query);
    await page.waitForFunction(() => document.querySelector("#search [role=status]").textContent);
    answers += (await page.$$("#search ol.records > li")).length;
    await harmless(page, `the search for ${query.slice(0, 80)}`);
  }
  expect(answers > 0, "the search finds nothing");
  await page.click("#search button.plain");
  await page.fill("#log", site.queries.join("\n"));
  await page.waitForFunction(() => document.querySelector("#search .lines li"));
  await harmless(page, "the log");
  console.log(`${site.queries.length} queries, ${answers} answers; the log: ${await said()}`);
  await page.context().close();
}

for (const site of job.sites)
  for (const step of [records, texts, search]) {
    try {
      await step(site);
    } catch (error) {
      problems.push(`${step.name}: ${error.stack}`);
    }
  }
console.log(`${pages} pages of hostile records, ${looks} looks at what is in them`);
await finish();
