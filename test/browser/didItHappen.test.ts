/** "Did it happen?", in a real browser: the answer that tells an author that a promise was kept asks, what they write appears beside the promise, and a member says with one tap what it means. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommitmentView } from '../../src/api/contract.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { type Promising, promisingOn } from '../factories/promising.ts';
import { cameIn, phone } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
let made: Promising;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  made = await promisingOn(desk);
});
afterAll(() => Promise.all([browser?.close(), desk?.close()]));

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const promises = (page: Page) =>
  page.locator('section', { has: page.getByRole('heading', { name: 'Promises', exact: true }) });
/** Sends what was written, and lets the time pass in which it could be taken back. */
const send = async (page: Page): Promise<void> => {
  const before = desk.sent.length;
  await button(page, 'Send').click();
  await page
    .getByText(/^Leaves in/)
    .first()
    .waitFor();
  desk.server.clock.ahead += 60_000;
  await expect.poll(() => desk.sent.length).toBe(before + 1);
};
/** A promise of which a member says that it was kept; answers where its case is. */
const keep = async (thread: string, what: string): Promise<string> => {
  const dueAt = new Date(desk.server.now().getTime() + 86_400_000);
  const id = await made.promise(thread, what, dueAt);
  const evidence = 'https://karoowater.example/pipe';
  const { caseId } = await made.ask<CommitmentView>('PUT', `/api/commitments/${id}/kept`, { evidence });
  return `${desk.address}/inbox/all/${caseId}`;
};
const writes = async (thread: string, text: string): Promise<void> => {
  desk.server.clock.ahead += 60_000;
  await desk.hear(thread, text, { at: desk.server.now() });
};

it('asks the author with the word that it was kept, and takes their yes by one tap', async () => {
  const theCase = await keep('amina', 'Repair the pipe in Palm Street');
  const page = await cameIn(browser, desk);
  await page.goto(theCase);
  await button(page, 'Tell the author that it was kept, and ask whether it happened').click();
  const answer = page.getByRole('textbox', { name: 'Your answer' });
  expect(await answer.inputValue()).toBe(
    'Hello amina. We had promised you: “Repair the pipe in Palm Street”. It is done. https://karoowater.example/pipe\nDid it happen?',
  );
  await look(page, 'happened-asks');
  await send(page);
  await promises(page)
    .getByText(/^The author was asked whether it happened/)
    .waitFor();
  await expectAccessible(page);
  await writes('amina', 'Yes it did, thank you');
  await promises(page).getByText('Yes it did, thank you').waitFor();
  await button(page, 'The author says no').waitFor();
  await expectAccessible(page);
  await look(page, 'happened-answered');
  await button(page, 'The author says yes').click();
  await promises(page).getByText('The author says so, too').waitFor();
  await page.getByText('read that the author says a promise was kept').waitFor();
  await look(page, 'happened-confirmed');
  await page.context().close();
});

it('leaves to a person on a telephone what the words do not say plainly, and opens the promise again by a no', async () => {
  const long =
    'The engineers of the district come to the pump house at Kibuye, with a new valve, before the school opens again';
  const theCase = await keep('nokuthula', long);
  const page = await cameIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(theCase);
  await button(page, /^Tell the author/).click();
  await send(page);
  await writes(
    'nokuthula',
    'They came on Tuesday with a car and went away again and nobody has seen a valve, so please tell me what I should say to the parents. '.repeat(
      3,
    ),
  );
  const asked = page.getByRole('region', { name: 'Did it happen?' });
  await asked.getByText('They came on Tuesday').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'happened-unsure-phone');
  await asked.getByRole('button', { name: 'The author says no' }).click();
  await asked.waitFor({ state: 'detached' });
  await page.goto(`${desk.address}/commitments`);
  await page.getByText(long).waitFor();
  await look(page, 'happened-open-again-phone');
  await page.context().close();
});
