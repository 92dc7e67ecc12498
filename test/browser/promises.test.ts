/** A promise in an answer, in a real browser: noticed while it is typed, asked of what, by when and by whom, remembered beside the case once it has left, and ended by a person. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look } from '../factories/browser.ts';
import type { BrowserDesk } from '../factories/browserDesk.ts';
import { openReadingBrowserDesk, type ReadingBrowserDesk } from '../factories/readingBrowserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let open: ReadingBrowserDesk;
let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  open = await openReadingBrowserDesk();
  ({ desk, browser } = open);
});
afterAll(() => open?.close());

const asked = (page: Page) => page.getByRole('group', { name: 'This answer promises something' });
const answer = (page: Page) => page.getByRole('textbox', { name: 'Your answer' });
const send = (page: Page) => page.getByRole('button', { name: 'Send' });
const kept = (page: Page) =>
  page.locator('section', { has: page.getByRole('heading', { name: 'Promises', exact: true }) });

async function openCase(page: Page, words: string): Promise<void> {
  await page.locator('[role=option]', { hasText: words }).click();
}

it('asks what is promised, by when and by whom, remembers it once the answer has left, and lets a person end it', async () => {
  await desk.hear('pipe', 'The pipe in our street is broken since Monday.');
  const page = await signedIn(browser, desk);
  await openCase(page, 'The pipe');
  await answer(page).fill('We are sorry. Our team will repair the pipe by tomorrow 5pm.');
  await asked(page).waitFor();
  expect(await asked(page).getByLabel('What').inputValue()).toContain('repair the pipe');
  expect(await asked(page).getByLabel('By when').inputValue()).toMatch(/T\d\d:00$/);
  await asked(page).getByText('Your words say who: Our team.').waitFor();
  await expectAccessible(page);
  await look(page, 'promise-asked');
  await asked(page).getByLabel('What').fill('Repair the pipe');
  await send(page).click();
  await kept(page).getByText('Repair the pipe').waitFor({ timeout: 30_000 });
  await kept(page).getByText(/^Due/).waitFor();
  await expectAccessible(page);
  await look(page, 'promise-stands');
  await kept(page).getByRole('button', { name: 'Do not show in public' }).click();
  await kept(page).getByText('Not shown in public').waitFor();
  await kept(page).getByRole('button', { name: 'It was kept' }).click();
  await kept(page).getByLabel('By what is it seen?').fill('https://karoowater.example/pipe');
  await look(page, 'promise-evidence');
  await kept(page).getByRole('button', { name: 'It was kept' }).last().click();
  await kept(page)
    .getByText(/^Kept /)
    .waitFor();
  await kept(page).getByText('https://karoowater.example/pipe').waitFor();
  await expectAccessible(page);
  await look(page, 'promise-kept');
  // The author has not heard of it yet.
  await page.getByRole('button', { name: /^Tell the author that it was kept/ }).click();
  expect(await answer(page).inputValue()).toBe(
    'Hello pipe. We had promised you: “Repair the pipe”. It is done. https://karoowater.example/pipe\nDid it happen?',
  );
  await look(page, 'promise-told');
  await send(page).click();
  await page.getByText('We had promised you').first().waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: /^Tell the author/ }).waitFor({ state: 'detached' });
  await page.context().close();
});

it('asks what becomes of a promise before its case is resolved', async () => {
  await desk.hear('meter', 'My meter shows nothing for a week.');
  const page = await signedIn(browser, desk);
  await openCase(page, 'My meter');
  await answer(page).fill('We will change your meter by tomorrow 5pm.');
  await asked(page).waitFor();
  await send(page).click();
  await kept(page).getByText(/^Due/).waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Resolve' }).click();
  const question = page.getByRole('dialog');
  await question.getByText('We will change your meter by tomorrow 5pm.').waitFor();
  await expectAccessible(page);
  await look(page, 'promise-resolve');
  await question.getByRole('button', { name: 'It will not be kept' }).click();
  await question.getByLabel('Why will it not be kept?').fill('The street has no power.');
  await question.getByRole('button', { name: 'It will not be kept' }).last().click();
  await question.getByText(/^Will not be kept, said/).waitFor();
  await question.getByRole('button', { name: 'Resolve', exact: true }).click();
  await question.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Reopen' }).waitFor();
  await page.context().close();
});

it('is asked of an answer that is sent before it was read', async () => {
  await desk.hear('quick', 'When does the water come back?');
  const page = await signedIn(browser, desk);
  await openCase(page, 'When does');
  const unread = (url: URL) => url.pathname === '/api/promises/read';
  await page.route(unread, (route) => route.abort());
  await answer(page).fill('The water will be back tomorrow at 5pm, I promise.');
  await send(page).click();
  await page.getByText(/Say what, by when and by whom, or that it is no promise/).waitFor();
  await asked(page).waitFor();
  expect(await asked(page).getByLabel('By when').inputValue()).toMatch(/T\d\d:00$/);
  await expectAccessible(page);
  await look(page, 'promise-unsaid');
  await send(page).click();
  await kept(page).getByText(/^Due/).waitFor({ timeout: 30_000 });
  await page.context().close();
});

it('only wonders at what may be none, and holds nothing up', async () => {
  await desk.hear('refund', 'Where is my refund?');
  const page = await signedIn(browser, desk);
  await openCase(page, 'Where is my refund');
  await answer(page).fill('You get KES 4,999 back.');
  await page.getByText('Does “You get KES 4,999 back.” promise something?').waitFor();
  await expect.poll(() => send(page).isEnabled()).toBe(true);
  await expectAccessible(page);
  await look(page, 'promise-doubt');
  await page.getByRole('button', { name: 'It is a promise' }).click();
  await asked(page)
    .getByText(/says no date/)
    .waitFor();
  expect(await send(page).isDisabled()).toBe(true);
  await asked(page).getByRole('button', { name: 'In a week' }).click();
  await send(page).click();
  await kept(page).getByText(/^Due/).waitFor({ timeout: 30_000 });
  await page.context().close();
});

it('names a vague promise as one, sends nothing without a date, and takes that it is none, on a phone', async () => {
  await desk.hear('vague', 'Nobody answers your telephone at all.');
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await openCase(page, 'Nobody answers');
  await answer(page).fill('Thank you. We will call you back soon.');
  await asked(page)
    .getByText(/says no date/)
    .waitFor();
  await page.getByText('Say by when, or that it is no promise.').waitFor();
  expect(await send(page).isDisabled()).toBe(true);
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'promise-vague-phone');
  await asked(page)
    .getByRole('button', { name: /^Tomorrow/ })
    .click();
  expect(await asked(page).getByLabel('By when').inputValue()).toMatch(/T17:00$/);
  expect(await send(page).isDisabled()).toBe(false);
  await look(page, 'promise-dated-phone');
  await asked(page).getByRole('button', { name: 'This is no promise' }).click();
  await asked(page).waitFor({ state: 'detached' });
  expect(await send(page).isDisabled()).toBe(false);
  await send(page).click();
  await expect.poll(() => desk.sent.length, { timeout: 30_000 }).toBe(6);
  await page.context().close();
});
