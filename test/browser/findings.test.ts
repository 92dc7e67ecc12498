/** What the models find, in a real browser: with its words, corrected by one key, a threat before everything, the page with figures and cards; on a phone too. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look } from '../factories/browser.ts';
import type { BrowserDesk } from '../factories/browserDesk.ts';
import {
  foundInLast,
  openReadingBrowserDesk,
  type ReadingBrowserDesk,
} from '../factories/readingBrowserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let open: ReadingBrowserDesk;
let desk: BrowserDesk;
let browser: Browser;

beforeAll(async () => {
  open = await openReadingBrowserDesk();
  ({ desk, browser } = open);
  await desk.hear('calm', 'When do you open on Saturday?');
  await desk.hear('danger', 'My baby is not breathing, the ambulance does not come! Westlands, Nairobi.');
});
afterAll(() => open?.close());

it('stands beside the case with the words that caused it, and gives way to one key', async () => {
  const page = await signedIn(browser, desk);
  const first = page.locator('[role=option]').first();
  await first.getByText('Danger to life').waitFor();
  await first.click();
  await foundInLast(page).getByText('not breathing').waitFor();
  await foundInLast(page).getByText('Place: Nairobi').waitFor();
  await foundInLast(page)
    .getByText(/−\d+ of 100/)
    .waitFor();
  await foundInLast(page).getByText('Means: An institution or its service').waitFor();
  await expectAccessible(page);
  await look(page, 'findings');
  await page.keyboard.press('1');
  await foundInLast(page)
    .getByText(/not so, says/)
    .waitFor();
  await page.locator('[role=option]', { hasText: 'Danger to life' }).waitFor({ state: 'detached' });
  await look(page, 'findings-corrected');
  await page.keyboard.press('1');
  await page.locator('[role=option]', { hasText: 'Danger to life' }).waitFor();
  await foundInLast(page).getByLabel('It is also').selectOption({ label: 'Kind: Question' });
  await foundInLast(page).getByText('Kind: Question').waitFor();
  await expectAccessible(page);
  await page.context().close();
});

it('leads to an earlier post that is graver than the last', async () => {
  await desk.hear(
    'two',
    'Smoke comes out of the transformer beside the school, sparks fall on the children!',
  );
  await desk.hear('two', 'Hello? When do you open today?');
  const page = await signedIn(browser, desk);
  await page.locator('[role=option]', { hasText: 'open today' }).click();
  await foundInLast(page).getByText('An earlier post is graver.').waitFor();
  await foundInLast(page).getByRole('button', { name: 'Show what was found in it' }).click();
  const earlier = page.locator('section', {
    has: page.getByRole('heading', { name: 'What was found in an earlier post' }),
  });
  await earlier
    .getByText(/^Severity/)
    .first()
    .waitFor();
  expect(await earlier.getByLabel('In this post').locator('option').count()).toBe(2);
  await expectAccessible(page);
  await look(page, 'findings-earlier');
  await page.context().close();
});

it('warns kindly whoever showed everybody their number, in their language, with one press', async () => {
  await desk.hear(
    'shows',
    'Habari, umeme umekatika tangu jana. Nipigie simu 0712345678 tafadhali, mita 37123456789.',
  );
  const page = await signedIn(browser, desk);
  await page.locator('[role=option]', { hasText: 'umekatika' }).click();
  await foundInLast(page).getByText('Private, and public here: Number of a phone').waitFor();
  await foundInLast(page).getByText('Private, and public here: Number of a meter').waitFor();
  const warn = page.getByRole('list', { name: 'Warn the author kindly' }).getByRole('button');
  await warn.getByText(/Kila mtu anaweza kusoma/).waitFor();
  await expectAccessible(page);
  await look(page, 'private');
  await warn.click();
  const answer = page.getByRole('textbox', { name: 'Your answer' });
  expect(await answer.inputValue()).toMatch(/Kwa usalama wako/);
  expect(await answer.inputValue()).not.toContain('0712345678');
  await warn.waitFor({ state: 'detached' });
  await page.context().close();
});

it('shows a copied text once, says how many say the same, and lists them', async () => {
  const entry =
    'I want to win the summer hamper of the water board, pick me because I never win anything at all!';
  for (const by of ['fan1', 'fan2', 'fan3']) await desk.hear(by, entry);
  const page = await signedIn(browser, desk);
  const line = page.locator('[role=option]', { hasText: 'summer hamper' });
  await line.getByText('3 alike').waitFor();
  expect(await line.count()).toBe(1);
  await line.click();
  await page.getByText('3 posts say the same.').waitFor();
  await expectAccessible(page);
  await look(page, 'alike');
  await page.getByRole('link', { name: 'Show their cases' }).click();
  await page.getByText('one text').waitFor();
  await expect.poll(() => line.count()).toBe(3);
  await line.last().click();
  await look(page, 'alike-list');
  await expectAccessible(page);
  await page.context().close();
});

it('says under an answer of ours what it does, with when its promise is due and by whom, and takes a member’s word', async () => {
  await desk.hear('answered', 'Our tap has been dry since Monday, Kilimani.');
  await desk.hear('answered', 'We are sorry about this. Our team will restore your water by tomorrow 3pm.', {
    direction: 'house',
  });
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/inbox/all`);
  await page.locator('[role=option]', { hasText: 'Our tap' }).click();
  const does = page.getByRole('list', { name: 'What this answer does' });
  await does.getByText(/^Promise, due .*13:00, by “Our team”$/).waitFor();
  await does.getByText('Apology').waitFor();
  await expectAccessible(page);
  await look(page, 'said');
  await does.getByRole('button', { name: 'Not so: Apology' }).click();
  await does.getByText('Apology', { exact: true }).first().waitFor({ state: 'hidden' });
  await does.getByLabel('This answer is also').selectOption({ label: 'Says what comes next' });
  await does.getByRole('button', { name: 'Not so: Says what comes next' }).waitFor();
  await page.context().close();
});

it('puts a threat before everything, with what can be offered, under a thumb too', async () => {
  await desk.hear('despair', 'You cut my water again. I want to die, tonight I will kill myself.');
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  const first = page.locator('[role=option]').first();
  await first.getByText('May harm themselves').waitFor();
  await look(page, 'threat-list-phone');
  await first.click();
  await page.getByText('The author may harm themselves. A person answers, and soon.').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'threat-phone');
  await page.getByRole('link', { name: 'About the author' }).click();
  await foundInLast(page).getByText('kill myself').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'findings-phone');
  await page.context().close();
});

it('says in the settings how good it is, who answers threats, and what it was made of', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/settings/understanding`);
  await page.getByText('Nobody is named').waitFor();
  await page.getByRole('checkbox', { name: /The admin|Naledi/ }).check();
  await page.getByLabel('What can be offered').fill('Our nurse, 0700 000 000');
  await page.getByRole('button', { name: 'Keep this' }).click();
  await page.getByText('Nobody is named').waitFor({ state: 'detached' });
  await page.getByText('Cards of the models').scrollIntoViewIfNeeded();
  await page.getByText('What a post wants of a desk').click();
  await expectAccessible(page);
  await look(page, 'understanding');
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScrolling(page);
  await look(page, 'understanding-phone');
  expect(await page.getByText('Kind: Question').count()).toBe(1);
  await page.context().close();
});
