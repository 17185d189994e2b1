// SPDX-License-Identifier: MIT
// Lighthouse on pages of a served site: node lighthouse.mjs JOB.json (see lighthouse.py). Prints the
// scores of each page, and what keeps one from being 100.
import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { serve } from "./serve.mjs";

const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const require = createRequire(job.modules + "/");
const load = async (name) => import(pathToFileURL(require.resolve(name)));
const { default: lighthouse } = await load("lighthouse");
const { launch } = await load("chrome-launcher");

const LEAST = { performance: 99, accessibility: 100, "best-practices": 100, seo: 100 };
const RUNS = 3; // of a page at most: the time that others take from the machine counts as the page's
const server = await serve(job.root, job.prefix, job.port);
let failures = 0;

async function look(url) {
  const chrome = await launch({ chromePath: job.chromium, chromeFlags: ["--headless", "--no-sandbox"], logLevel: "error" });
  try {
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: "error", onlyCategories: Object.keys(LEAST) });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    return lhr;
  } finally {
    await chrome.kill();
  }
}

const score = (lhr, category) => Math.round(100 * lhr.categories[category].score);

function* lacking(lhr, category) {
  for (const { id, weight } of lhr.categories[category].auditRefs) {
    const audit = lhr.audits[id];
    if (weight > 0 && audit.score !== null && audit.score < 1)
      yield `    ${id}: ${audit.displayValue ?? audit.title} ` +
        (audit.details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? item.url ?? item.description ?? "").join(" ").slice(0, 400);
  }
}

for (const [kind, path] of job.pages) {
  const url = `http://localhost:${job.port}${job.prefix}${path}`;
  let lhr;
  for (let run = 0; run < RUNS; run++) {
    lhr = await look(url);
    if (Object.keys(LEAST).every((category) => score(lhr, category) >= LEAST[category])) break;
  }
  console.log(`${kind}: ${Object.keys(LEAST).map((category) => `${category} ${score(lhr, category)}`).join(", ")}`);
  for (const category of Object.keys(LEAST)) {
    if (score(lhr, category) < LEAST[category]) {
      failures++;
      console.log(`  ${category} is below ${LEAST[category]}`);
    }
    for (const line of lacking(lhr, category)) console.log(line);
  }
}
server.close();
process.exit(failures ? 1 : 0);
