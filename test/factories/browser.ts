/** A real Chromium for tests, and what every screen must satisfy. */
import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import { type Browser, chromium as driver, type Page } from 'playwright-core';
import { expect } from 'vitest';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts Chromium: the one of the lockfile on Linux x64, else one that is installed. Throws a sentence when there is none. */
export async function openBrowser(): Promise<Browser> {
  const own = process.platform === 'linux' && process.arch === 'x64';
  const executablePath = own
    ? await chromium.executablePath()
    : [process.env.CHROMIUM ?? '', ...installed].find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error('No Chromium here: install one and name its path in CHROMIUM, to test the console.');
  }
  // No page lives long enough here to earn back what optimising its code costs.
  return driver.launch({
    executablePath,
    args: ['--no-sandbox', '--in-process-gpu', '--js-flags=--no-opt --max-lazy'],
  });
}

const rules: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  // The same elements are looked at; of what is in order only the number is told, not every element with its selector.
  resultTypes: ['violations'],
};

/** What axe objects to in the page as it stands. It is half a megabyte to send and to compile: a document gets it once. */
async function violationsOn(page: Page): Promise<AxeResults['violations']> {
  // As text: the types of a page are not those of this program.
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axe.source);
  const looking = `axe.run(document, ${JSON.stringify(rules)}).then(({ violations }) => violations)`;
  return (await page.evaluate(looking)) as AxeResults['violations'];
}

/** Expects no fault of accessibility (WCAG 2.2 AA as far as axe sees) on what is shown. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.waitForTimeout(200); // what comes in settles within 150 ms, and half-faded words have no contrast
  expect(page.frames(), 'axe looks into no frames').toHaveLength(1);
  const violations = await violationsOn(page);
  const told = violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  );
  expect(told).toEqual([]);
}

/** Expects that nothing must be scrolled sideways. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  // As text: the types of a page are not those of this program.
  const over: unknown = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(over).toBeLessThanOrEqual(0);
}

/** Keeps a picture of a screen, to be looked at, where LOOK names a folder for them. */
export async function look(page: Page, name: string, { fullPage = false } = {}): Promise<void> {
  const folder = process.env.LOOK;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage });
}
