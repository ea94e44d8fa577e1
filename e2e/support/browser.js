//! Decides how the browser is run: Debian's Chromium without a window, every profile new, every complaint of a page kept.

import assert from "node:assert/strict";

import { chromium } from "playwright-core";

const PROGRAM = process.env.TOUCHSTONE_CHROMIUM ?? "/usr/bin/chromium";

/** Nothing is asked of the network but the server under test. */
const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Told by the browser to each page before its own scripts: a breach of the policy is a complaint. */
function complain() {
  document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`Content-Security-Policy: ${event.violatedDirective} ${event.blockedURI}`),
  );
}

/** A running browser. */
export const launch = () =>
  chromium.launch({ executablePath: PROGRAM, args: FLAGS, chromiumSandbox: false });

/** A page in a profile of its own. */
export async function open(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (line) => {
    const isComplaint = ["error", "warning"].includes(line.type());
    if (isComplaint) complaints.push(`${line.text()} (${line.location().url})`);
  });
  await page.addInitScript(complain);
  await page.goto(url);
  return {
    page,
    cdp: await context.newCDPSession(page),
    /** Ends it; the page may have complained of nothing but this. */
    close: async (expected = []) => {
      await context.close();
      const isExpected = (text) => expected.some((pattern) => pattern.test(text));
      assert.deepEqual(complaints.filter((text) => !isExpected(text)), []);
    },
  };
}
