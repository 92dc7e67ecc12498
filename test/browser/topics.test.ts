/** Topics in a real browser: taken for a sector, written, tried, found in a post and denied by one key; on a phone too. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
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
  await desk.hear('calm', 'Good morning to all of you');
});
afterAll(() => open?.close());

it('are taken for a sector, written, changed, tried and taken out of use', async () => {
  const page = await signedIn(browser, desk);
  await page.goto(`${desk.address}/settings/topics`);
  await page.getByText('No topic yet').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Take the topics of a sector' }).click();
  await page.getByLabel('Sector', { exact: true }).selectOption({ label: 'Water' });
  await page.getByRole('list', { name: 'Topics of this sector' }).getByText('No water').waitFor();
  await expectAccessible(page);
  await look(page, 'topics-pack');
  await page.getByRole('button', { name: 'Take these topics' }).click();
  await page.getByRole('heading', { name: 'No water' }).waitFor();
  await page.getByRole('button', { name: 'Write a topic' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Kiosk queues');
  await page.getByLabel('Its names in other languages').fill('Foleni kioskini');
  await page.getByLabel('Examples').fill('Two hours of queue at the kiosk\n\nThe kiosk opens late again');
  await page.getByText('2 of 10').waitFor();
  await expectAccessible(page);
  await look(page, 'topics-form');
  await page.getByRole('button', { name: 'Keep the topic' }).click();
  const line = page.locator('li', { has: page.getByRole('heading', { name: 'Kiosk queues' }) });
  await line.getByText('Too few').waitFor();
  await line.getByText('2 examples').click();
  await line.getByText('The kiosk opens late again').waitFor();
  await line.scrollIntoViewIfNeeded();
  await look(page, 'topics-line');
  await page.getByLabel('What would be found in this?').fill('Our taps are dry since Monday, no water comes');
  await page.getByRole('button', { name: 'Find its topics' }).click();
  await page.getByRole('status').getByText('No water').waitFor();
  await expectAccessible(page);
  await look(page, 'topics');
  await page.getByRole('button', { name: 'Change: Kiosk queues' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Queues at kiosks');
  await page.getByText('rename it under Tags').waitFor();
  await page.getByRole('button', { name: 'Keep the topic' }).click();
  await page.getByRole('button', { name: 'Take out of use: Queues at kiosks' }).click();
  await page.getByRole('heading', { name: 'Queues at kiosks' }).waitFor({ state: 'detached' });
  await page.context().close();
});

it('stand beside the case with their words, and the tag of the case goes by one key', async () => {
  await desk.hear('dry', 'Taps have been dry in Westlands since Monday, when will the water come back?');
  const page = await signedIn(browser, desk);
  const first = page.locator('[role=option]', { hasText: 'Westlands' });
  await first.click();
  const topic = foundInLast(page).locator('li', { hasText: 'Topic: No water' });
  await topic.waitFor();
  const key = (await topic.locator('kbd').innerText()).trim();
  const tag = page.getByRole('button', { name: 'Remove the tag No water' });
  await tag.waitFor();
  await expectAccessible(page);
  await look(page, 'topic-case');
  await page.keyboard.press(key);
  await topic.getByText(/not so, says/).waitFor();
  await tag.waitFor({ state: 'detached' });
  await foundInLast(page).getByLabel('It is also').selectOption({ label: 'Topic: No water' });
  await topic.getByText(/not so, says/).waitFor({ state: 'detached' });
  await tag.waitFor();
  await look(page, 'topic-case-said');
  await page.context().close();
});

it('are read and changed on a phone, in the dark', async () => {
  const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/settings/topics`);
  await page.getByText('learned from one correction').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'topics-phone');
  await page.getByRole('button', { name: 'Change: No water' }).click();
  await page.getByLabel('Examples').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.getByLabel('Examples').scrollIntoViewIfNeeded();
  await look(page, 'topics-form-phone');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByLabel('What would be found in this?').fill('Hello there');
  await page.getByRole('button', { name: 'Find its topics' }).click();
  await page.getByText('None of your topics.').waitFor();
  await page.context().close();
});
