// SPDX-License-Identifier: MIT
// What the tests in headless Chromium share: the job that node is given as a file, the browser, and
// how what is wrong is said.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

export const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const require = createRequire(job.modules + "/");
const { chromium } = require("playwright-core");
export const browser = await chromium.launch({ executablePath: job.chromium, args: ["--no-sandbox"] });
export const problems = [];

export function expect(holds, what) {
  if (!holds) problems.push(what);
}

/* The script that makes `axe` of a page. */
export const axe = () => fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/* Ends the test, with all problems said that a person would read. */
export async function finish() {
  const name = path.basename(process.argv[1]);
  await browser.close();
  for (const problem of problems.slice(0, 40)) console.log(`${name}:`, problem.slice(0, 600));
  if (problems.length > 40) console.log(`${name}: and ${problems.length - 40} more`);
  process.exit(problems.length ? 1 : 0);
}
