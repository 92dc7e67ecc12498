/** A real Chromium for tests, and what every screen must satisfy. */
import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
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
  return driver.launch({ executablePath, args: ['--no-sandbox'] });
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Expects no fault of accessibility (WCAG 2.2 AA as far as axe sees) on what is shown. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.waitForTimeout(200); // what comes in settles within 150 ms, and half-faded words have no contrast
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(rules).analyze();
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
