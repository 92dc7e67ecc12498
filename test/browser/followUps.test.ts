/** Story 1's question in a real browser: "who answered that telephone?" is asked from the post on a phone, reported with a suggested reply, and that goes into the composer. */
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const uwera = 'uwera@water.example';
const thabo = 'thabo@water.example';
const question = 'Who answered that telephone, and what did they say?';
const words = 'It was the night desk. They had been told to invite people to the office.';
const suggestion = 'I am sorry: our night desk should never have said that. A tanker comes today.';
const narrow = { ...phone, viewport: { width: 390, height: 844 } };
const day = 86_400_000;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('executive', uwera);
  await desk.invite('agent', thabo);
  await desk.hear('amina', 'A week without water, and your hotline invited me to see its difficulties.');
  await desk.hear('juma', 'Where is my refund?');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

async function openCase(page: Page, of: string): Promise<void> {
  await page.goto(`${desk.address}/inbox/all`);
  await page.locator('[role=option]').filter({ hasText: of }).click();
  await page.getByRole('textbox', { name: 'Your answer' }).waitFor();
}
const waiting = (page: Page) => page.getByRole('region', { name: 'Follow-ups that wait for you' }).first();
const standing = (page: Page, name: string) =>
  page.getByRole('list', { name: 'How they stand' }).getByRole('button', { name: new RegExp(`${name}$`) });

it('is asked from a post on a phone, with a person and a date; the author sees nothing of it', async () => {
  const page = await signedIn(browser, desk, uwera, narrow);
  await openCase(page, 'A week without water');
  await page.getByRole('button', { name: 'Ask staff about this post' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ask staff' });
  await dialog.getByLabel('Who is asked').locator('optgroup').first().waitFor({ state: 'attached' });
  await expect.poll(() => dialog.getByLabel('Until when').inputValue()).toMatch(/T\d\d:00$/);
  await expectAccessible(page);
  await look(page, 'follow-up-ask-phone');
  expect(await dialog.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true);
  await dialog.getByLabel('What do you want to know?').fill(question);
  const member = dialog.getByLabel('Who is asked').locator('option', { hasText: 'agent' });
  await dialog.getByLabel('Who is asked').selectOption({ label: (await member.textContent()) ?? '' });
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText(/is asked to report until/).waitFor();
  await expectNoSidewaysScrolling(page);
  expect(desk.sent).toEqual([]);
  await page.context().close();
});

it('is where whoever is asked finds it, who takes it up and reports with a suggested reply', async () => {
  const page = await signedIn(browser, desk, thabo, { ...narrow, colorScheme: 'dark' });
  await page.getByRole('link', { name: /^Follow-ups\s*1/ }).click();
  await page.getByText(question).waitFor();
  await page.getByText('nobody is on it yet').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'follow-ups-asked-phone-dark');
  await page.getByRole('button', { name: 'I am on it' }).click();
  await page.getByText('nobody is on it yet').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  await page.getByLabel('Your report').fill(words);
  await page.getByLabel('Suggested reply to the author, if you have one').fill(suggestion);
  const picture = await sharp({ create: { width: 200, height: 300, channels: 3, background: '#37a' } })
    .png()
    .toBuffer();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'book.png', mimeType: 'image/png', buffer: picture });
  await page.getByRole('img', { name: 'book.png' }).waitFor();
  await expectAccessible(page);
  await look(page, 'follow-up-report-phone-dark');
  await page.getByRole('button', { name: 'Send the report' }).click();
  await page.getByText('Reported', { exact: false }).first().waitFor();
  await page.context().close();
});

it('stands above the posts on a phone, and leaves the answer in sight', async () => {
  const page = await signedIn(browser, desk, uwera, narrow);
  await openCase(page, 'A week without water');
  await waiting(page).getByText(words).waitFor();
  await page.getByRole('textbox', { name: 'Your answer' }).waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'follow-up-reported-phone');
  await page.context().close();
});

it('comes back to whoever asked, whose press puts the suggested reply into the composer', async () => {
  const page = await signedIn(browser, desk, uwera);
  await openCase(page, 'A week without water');
  await waiting(page).getByText(words).waitFor();
  await waiting(page).getByRole('img', { name: 'book.png' }).waitFor();
  await expectAccessible(page);
  await look(page, 'follow-up-reported-in-case');
  await waiting(page).getByRole('button', { name: 'Use the suggested reply' }).click();
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Your answer' }).inputValue())
    .toContain(suggestion);
  expect(desk.sent).toEqual([]);
  await waiting(page).getByRole('button', { name: 'Send it back' }).first().click();
  await waiting(page).getByLabel('What is missing?').fill('Who of them was it?');
  await waiting(page).getByRole('button', { name: 'Send it back' }).last().click();
  await waiting(page).waitFor({ state: 'detached' });
  const side = page.getByRole('complementary', { name: 'About the author and the case' });
  await side.getByText('Who of them was it?').waitFor();
  await side.getByText(/sent a report back/).waitFor();
  await look(page, 'follow-up-sent-back-in-case');
  // What was sent back suggests nothing any more.
  await page.getByRole('textbox', { name: 'Your answer' }).fill('');
  await page.reload();
  await side.getByText('Who of them was it?').waitFor();
  expect(await page.getByText('Suggested by reports').count()).toBe(0);
  await page.context().close();
});

it('is overdue with words and colour, and closed by whoever asked alone', async () => {
  const page = await signedIn(browser, desk, uwera);
  const keep = desk.server.clock.ahead;
  await page.getByRole('link', { name: /^Follow-ups/ }).waitFor();
  const heading = page.getByRole('heading', { name: 'Follow-ups', level: 1 });
  // The ways from everywhere come right after the first load.
  await expect
    .poll(async () => {
      await page.keyboard.press('g');
      await page.keyboard.press('f');
      return heading.count();
    })
    .toBe(1);
  await page.getByText('Nothing is asked of you').waitFor();
  await look(page, 'follow-ups-empty');
  desk.server.clock.ahead += 9 * day;
  await page.getByRole('button', { name: 'Asked by me' }).click();
  await standing(page, 'Overdue').click();
  await page.getByText(/Report overdue by|Sent back, due/).waitFor();
  await expectAccessible(page);
  await look(page, 'follow-ups-overdue');
  await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await page.getByLabel('Why is it not needed any more?').fill('I rang them myself.');
  await page.getByRole('button', { name: 'Withdraw', exact: true }).last().click();
  await page.getByText('Nothing is overdue').waitFor();
  await standing(page, 'Closed').click();
  await page.getByText('I rang them myself.').waitFor();
  await look(page, 'follow-ups-closed');
  desk.server.clock.ahead = keep;
  await page.context().close();
});

it('is asked by a key, of a team too, and refused in words', async () => {
  const naledi = await signedIn(browser, desk);
  const found = await desk.server.ask({ method: 'GET', url: '/api/members', as: desk.admin });
  const members = found.body as { id: string; email: string }[];
  const team = {
    name: 'Office of the Provincial Commissioner for Water, Sanitation and Solid Waste',
    memberIds: members.flatMap(({ id, email }) => (email === thabo ? [id] : [])),
  };
  await desk.server.ask({ method: 'POST', url: '/api/teams', as: desk.admin, payload: team });
  await openCase(naledi, 'Where is my refund?');
  await naledi.getByRole('button', { name: 'Ask staff', exact: true }).waitFor();
  await naledi.getByRole('button', { name: 'Ask staff about this post' }).waitFor();
  await naledi.keyboard.press('q');
  const dialog = naledi.getByRole('dialog', { name: 'Ask staff' });
  await dialog.getByLabel('What do you want to know?').fill('When was it paid?');
  await dialog.getByLabel('Who is asked').selectOption({ label: team.name });
  const ids: string[] = [];
  naledi.on('request', (request) => {
    const isAsking = request.method() === 'POST' && request.url().endsWith('/api/follow-ups');
    if (isAsking) ids.push((request.postDataJSON() as { id: string }).id);
  });
  await naledi.route('**/api/follow-ups', (route) => route.abort(), { times: 1 });
  await dialog.getByLabel('Until when').fill('2099-01-01T10:00');
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
  await dialog.getByRole('alert').getByText('cannot be reached').waitFor();
  await dialog.getByLabel('Until when').fill('2020-01-01T10:00');
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
  await dialog.getByRole('alert').getByText('has passed').waitFor();
  await expectAccessible(naledi);
  await look(naledi, 'follow-up-ask-refused');
  await dialog.getByLabel('Until when').fill('2099-01-01T10:00');
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  const side = naledi.getByRole('complementary', { name: 'About the author and the case' });
  await side.getByText('When was it paid?').waitFor();
  // The same after no answer, for it may have been heard; another for what is asked otherwise after a refusal.
  expect([ids.length, ids[0] === ids[1], ids[1] === ids[2]]).toEqual([3, true, false]);
  await expectAccessible(naledi);
  await look(naledi, 'follow-up-of-team-in-case');
  await naledi.context().close();
});
