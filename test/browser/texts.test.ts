/** Approved texts in a real browser: written by a supervisor, found while an answer is typed. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOnce } from '../../src/jobs/rules.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('aline', 'No water in our street.');
  await desk.hear('juma', 'Same here, no water.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('are written, found while typing, filled in, and stopped where something is left open', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/settings/texts`);
  await page.getByText('No approved text yet').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Write a text' }).click();
  await page.getByLabel('Title').fill('Tanker times');
  await page.getByLabel('Topic').fill('Water');
  const words = page.getByRole('textbox', { name: 'Text' });
  await words.fill('Dear {name}, the tanker comes at six.');
  await page.getByText('{name} cannot be filled in').waitFor();
  await words.fill('Dear {author}, the tanker comes to {unit} at six. Case {case}.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Keep the text' }).click();
  await page.getByRole('heading', { name: 'Tanker times' }).waitFor();
  await page.goto(`${desk.address}/inbox/queue`);
  await page.locator('[role=option]').filter({ hasText: 'in our street' }).click();
  const answer = page.getByRole('textbox', { name: 'Your answer' });
  await answer.fill('tank');
  await page.getByRole('list', { name: 'Approved texts that fit' }).getByRole('button').waitFor();
  await expectAccessible(page);
  await answer.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => answer.inputValue()).toBe('Dear aline, the tanker comes to {unit} at six. Case 1.');
  await page.getByText('Fill in {unit} first.').waitFor();
  expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  await answer.fill('Dear aline, the tanker comes to Kigufi at six. Case 1.');
  await answer.press('Control+Enter');
  await expect.poll(() => desk.sent.length, { timeout: 20_000 }).toBe(1);
  await page.context().close();
});

it('are read and changed on a phone', async () => {
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/settings/texts`);
  await page.getByRole('button', { name: 'Change: Tanker times' }).click();
  await page.getByLabel('Title').fill('When the tanker comes');
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.getByRole('button', { name: 'Keep the text' }).click();
  await page.getByRole('heading', { name: 'When the tanker comes' }).waitFor();
  await page.context().close();
});

it('are suggested by a rule where nothing is written yet, and taken by a person', async () => {
  const ask = (url: string, payload?: object) =>
    desk.server.ask({
      method: payload ? 'POST' : 'GET',
      url,
      as: desk.admin,
      ...(payload ? { payload } : {}),
    });
  const me = (await ask('/api/me')).body as { member: { id: string } };
  const words = { topic: 'Power', language: null, ownerId: me.member.id, reviewOn: '2031-12-01' };
  const kept = await ask('/api/texts', {
    ...words,
    title: 'Lamps',
    text: 'Dear {author}, the lamps of your street are mended by Friday.',
  });
  await ask('/api/rules', {
    name: 'Dark streets',
    when: 'opened',
    match: 'all',
    conditions: [{ is: 'words', any: ['lamps'] }],
    acts: [{ do: 'suggest', textId: (kept.body as { id: string }).id }],
    enabled: true,
  });
  const page = await signedIn(browser, desk, undefined, phone);
  await desk.hear('zola', 'All the lamps are out.');
  await page.locator('[role=option]').filter({ hasText: 'All the lamps' }).click();
  const answer = page.getByRole('textbox', { name: 'Your answer' });
  await answer.waitFor();
  // It comes into the case that is open.
  await readOnce({ storage: desk.server.storage, now: desk.server.now, log: () => undefined }, 'a program');
  const list = page.getByRole('list', { name: 'Suggested by the rule “Dark streets”' });
  await list.getByRole('button', { name: 'Lamps' }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'suggested');
  await list.getByRole('button', { name: 'Lamps' }).click();
  await expect
    .poll(() => answer.inputValue())
    .toBe('Dear zola, the lamps of your street are mended by Friday.');
  expect(await list.count()).toBe(0);
  expect(desk.sent.some(({ text }) => text.includes('lamps'))).toBe(false);
  await page.context().close();
});
