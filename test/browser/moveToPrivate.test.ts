/** What belongs in private, in a real browser: numbers that everybody could read, and the move to private and back. */
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publicLanguages } from '../../src/domain/languages.ts';
import { privateIn } from '../../src/domain/numbersInText.ts';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('aline', 'No water. My account is 4413 2291 77.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('a number that everybody can read is flagged in a post, and stops an answer until its writer lets it stand', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/inbox/queue`);
  await page.locator('[role=option]').filter({ hasText: 'No water' }).click();
  await page.getByText('Everyone can read a number in this post').waitFor();
  const answer = page.getByRole('textbox', { name: 'Your answer' });
  await answer.fill('We look into account 4413229177. Or call 0800 123 456.');
  await page.getByText('and it shows 4413229177').waitFor();
  await expectAccessible(page);
  await answer.press('Control+Enter');
  expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  await answer.fill('We look into it. Or call 0800 123 456.');
  await page.getByText('and it shows 0800 123 456').waitFor();
  await page.getByRole('button', { name: 'Everyone may read it' }).click();
  await answer.press('Control+Enter');
  await expect.poll(() => desk.sent.map(({ text }) => text), { timeout: 20_000 }).toHaveLength(1);
  expect(desk.sent[0]?.text).toContain('0800 123 456');
  await page.context().close();
});

/** Keeps a picture of the screen in the folder that SHOTS names, for whoever wants to look. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

/** The undo of what is queued is over; answers everything that reached the network in public. */
async function inPublic(count: number): Promise<string[]> {
  desk.server.clock.ahead += 11_000;
  const texts = () => desk.sent.filter(({ mode }) => mode === 'public').map(({ text }) => text);
  await expect.poll(() => texts().length, { timeout: 20_000 }).toBe(count);
  return texts();
}

async function openForm(): Promise<void> {
  const ask = (method: 'GET' | 'POST', url: string, payload?: object) =>
    desk.server.ask({ method, url, as: desk.admin, ...(payload === undefined ? {} : { payload }) });
  const me = (await ask('GET', '/api/me')).body as { institutions: { id: string }[] };
  const form = { institutionId: me.institutions[0]?.id, slug: 'water', title: 'Tell us', topics: [] };
  expect(await ask('POST', '/api/forms', form)).toMatchObject({ status: 200 });
}

it('a public post goes on in private by a link, where its author needs no JavaScript, and its outcome comes back', async () => {
  const before = desk.sent.length;
  await desk.hear('kofi', 'You cut me off though I paid, my account is 9988 7766 55.');
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/inbox/queue`);
  await page.locator('[role=option]').filter({ hasText: 'You cut me off' }).click();
  const move = page.getByRole('button', { name: 'Move to private' });
  await move.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('An admin opens one in the settings').waitFor();
  await expectAccessible(page);
  await shot(page, 'move-no-way');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await openForm();

  // What it says is seen before it goes, holds no number, and can be called back.
  await move.click();
  const said = dialog.getByLabel('In public');
  await said.fill('We look at 9988 7766 55 here:');
  await dialog.getByText('Everyone could read 9988 7766 55').waitFor();
  expect(await dialog.getByRole('button', { name: 'Move to private' }).isDisabled()).toBe(true);
  await expectAccessible(page);
  await shot(page, 'move-number');
  await said.fill('Please go on with us here:');
  await dialog.getByText(/^Please go on with us here: http:\/\/\S+\/p\/…$/).waitFor();
  await shot(page, 'move-link');
  await dialog.getByRole('button', { name: 'Move to private' }).click();
  await page.getByText('outcome not public yet').waitFor();
  await shot(page, 'move-undo');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Called back: nothing went out.').waitFor();
  await page.getByText('outcome not public yet').waitFor({ state: 'detached' });
  expect(await page.getByRole('textbox', { name: 'Your answer' }).inputValue()).toBe('');
  await move.click();
  await dialog.getByRole('button', { name: 'Move to private' }).click();
  await page.getByText('outcome not public yet').waitFor();
  const [told] = (await inPublic(before + 1)).slice(-1);
  const door = /http:\/\/\S+\/p\/[\w-]{22}/.exec(told ?? '')?.[0] ?? '';

  // The author, on a phone, without JavaScript.
  const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const author = await context.newPage();
  await author.goto(door);
  await expectNoSidewaysScrolling(author);
  await shot(author, 'door-phone');
  expect(await author.content()).not.toContain('You cut me off');
  await author.getByLabel('What should we know?').fill('Account 9988776655, paid on Monday.');
  desk.server.clock.ahead += 3_000;
  await author.getByRole('button', { name: 'Send' }).click();
  await author.getByText('We have received it. Thank you.').waitFor();
  const own = author.url();
  const withScript = await browser.newContext(phone);
  const seen = await withScript.newPage();
  for (const language of publicLanguages) {
    await seen.goto(`${door}?lang=${language}`);
    await expectAccessible(seen);
    await expectNoSidewaysScrolling(seen);
  }
  await withScript.close();

  // It is answered where only its writer reads.
  await page.getByText('paid on Monday').last().waitFor();
  await page.getByText('Came by the link that stands in public').waitFor();
  await expectAccessible(page);
  await shot(page, 'move-answered');
  const answer = page.getByRole('textbox', { name: 'Your answer' });
  await answer.fill('Account 9988776655 is back on since noon.');
  await answer.press('Control+Enter');
  await page.getByRole('timer').waitFor();
  desk.server.clock.ahead += 11_000;
  await expect
    .poll(
      async () => {
        await author.goto(own.replace('?new=1', ''));
        return author.getByText('is back on since noon').count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  await context.close();

  // Nobody new writes by the link; its writer's own page stays.
  await page.getByRole('button', { name: 'Close its link' }).click();
  await page.getByText('its link is closed').waitFor();
  await shot(page, 'move-closed');

  // And its outcome is said where it began.
  await page.getByRole('button', { name: 'Bring the outcome back' }).click();
  await dialog.getByText('You cut me off').waitFor();
  await dialog.getByLabel('In public').fill('It was our mistake, and the water runs again.');
  await expectAccessible(page);
  await shot(page, 'bring-back');
  await dialog.getByRole('button', { name: 'Say it in public' }).click();
  await page.getByText('outcome not public yet').waitFor({ state: 'detached' });
  const all = await inPublic(before + 2);
  expect(all.at(-1)).toContain('It was our mistake, and the water runs again.');
  expect(all.slice(before).flatMap(privateIn)).toEqual([]);
  await page.context().close();
});

it('on a phone the move by a direct message shows both texts, and fits', async () => {
  desk.answer.direct = true;
  await desk.hear('amina-of-a-very-long-name-indeed', 'Nobody answers the telephone, 0788 123 456.');
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/inbox/queue`);
  await page.locator('[role=option]').filter({ hasText: 'Nobody answers' }).click();
  await page.getByRole('button', { name: 'Move to private' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'By a direct message' }).waitFor();
  await dialog.getByLabel('In the direct message').fill('What is your account number?');
  await dialog.getByText('Only the author will read').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await shot(page, 'move-direct-phone');
  await dialog.getByRole('button', { name: 'Move to private' }).click();
  await page.getByText('outcome not public yet').waitFor();
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
  await shot(page, 'moved-phone');
  desk.server.clock.ahead += 11_000;
  await expect
    .poll(
      () =>
        desk.sent
          .slice(-2)
          .map(({ mode }) => mode)
          .sort(),
      { timeout: 20_000 },
    )
    .toEqual(['direct', 'public']);
  desk.answer.direct = false;
  await page.context().close();
});

it('a direct message that is refused is told with what can be done: a link, which is chosen already', async () => {
  Object.assign(desk.answer, {
    direct: true,
    nextDirect: {
      kind: 'later',
      at: new Date(desk.server.now().getTime() + 40_000),
      reason: 'The network is busy.',
    },
  });
  await desk.hear('zuri', 'The pole leans over.');
  const page = await signedIn(browser, desk, undefined, phone);
  await page.goto(`${desk.address}/inbox/queue`);
  await page.locator('[role=option]').filter({ hasText: 'The pole leans' }).click();
  await page.getByRole('button', { name: 'Move to private' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Move to private' }).click();
  await page.getByText('outcome not public yet').waitFor();
  desk.server.clock.ahead += 11_000;
  await page.locator('[data-delivery=later]').waitFor();
  desk.answer.nextDirect = { kind: 'refused', code: 'dm_closed', reason: 'They take no messages.' };
  desk.server.clock.ahead += 60_000;
  await page.getByText('The direct message did not reach the author').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await shot(page, 'unheard-phone');
  await page.getByRole('button', { name: 'Move it by a link' }).click();
  await expect.poll(() => dialog.getByRole('radio', { name: 'By a link' }).isChecked()).toBe(true);
  await dialog.getByRole('button', { name: 'Move to private' }).click();
  await page.getByText('The direct message did not reach the author').waitFor({ state: 'detached' });
  await page.getByText('outcome not public yet').waitFor();
  Object.assign(desk.answer, { direct: false, nextDirect: null });
  await page.context().close();
});
