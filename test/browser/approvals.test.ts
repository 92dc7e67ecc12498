/** Policies and approval in a real browser: a rule is written, an answer waits, somebody else changes it, says yes, or sends it back. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const thabo = 'thabo@water.example';
const agency = 'agency@water.example';
const grace = 'grace@water.example';

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('agent', thabo);
  await desk.invite('supervisor', grace);
  await desk.invite('guest_agent', agency);
  await desk.hear('aline', 'You took my money twice.');
  await desk.hear('juma', 'Where is my refund?');
  // The queue is never empty.
  await desk.hear('nia', 'When does the office open?');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const soon = { timeout: 20_000 };
const went = (words: string) => desk.sent.filter(({ text }) => text === words);
async function answer(page: Page, author: string, words: string): Promise<void> {
  await page.goto(`${desk.address}/inbox/all`);
  await page.locator('[role=option]').filter({ hasText: author }).click();
  const field = page.getByRole('textbox', { name: 'Your answer' });
  await field.fill(words);
  await field.press('Control+Enter');
  await page.getByRole('status').filter({ hasText: 'Waits for the approval of The supervisor' }).waitFor();
}
const card = (page: Page, words: string) => page.locator('article').filter({ hasText: words });

describe('a policy', () => {
  it('is written, told in a sentence, turned off and on again', async () => {
    const page = await signedIn(browser, desk);
    await page.goto(`${desk.address}/settings/policies`);
    await page.getByText('No policy yet').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Write a policy' }).click();
    await page.getByLabel('Name of the policy').fill('Money');
    await page.getByLabel('Least amount').fill('5000');
    await page.getByLabel('Only where the case is tagged').fill('refund');
    await page.keyboard.press('Enter');
    await page.getByLabel('Approved by').selectOption('role:supervisor');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Leave out: refund' }).click();
    await page.getByRole('button', { name: 'Keep the policy' }).click();
    await page.getByText('When the words name KES 5,000 or more: approval by a supervisor').waitFor();
    await page.getByText('What you write would be approved by The supervisor.').waitFor();
    await page.getByRole('button', { name: 'Turn off: Money' }).click();
    await page.getByRole('button', { name: 'Turn on: Money' }).click();
    await page.getByRole('button', { name: 'Turn off: Money' }).waitFor();
    await expectAccessible(page);
    await page.context().close();
  });
  it('is read by an agent and changed by none', async () => {
    const page = await signedIn(browser, desk, thabo, { ...phone, colorScheme: 'dark' });
    await page.goto(`${desk.address}/settings/policies`);
    await page.getByText('When the words name KES 5,000').waitFor();
    expect(await page.getByRole('button', { name: /Write a policy|Change: Money/ }).count()).toBe(0);
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await page.context().close();
  });
});

describe('an answer that a policy holds', () => {
  it('waits, is counted where it is to be approved, and goes out once in the words of the approver', async () => {
    const approver = await signedIn(browser, desk, grace);
    const writer = await signedIn(browser, desk, thabo);
    await answer(writer, 'aline', 'You get KES 9,000 back.');
    await expectAccessible(writer);
    await approver.getByRole('link', { name: 'Approve 1' }).click();
    await card(approver, 'You get KES 9,000 back.').getByText('You took my money twice.').waitFor();
    await approver.getByText('Money: when the words name KES 5,000 or more.').waitFor();
    await expectAccessible(approver);
    await approver.getByRole('button', { name: 'Change the words' }).click();
    const words = approver.getByLabel('The words that go out');
    await words.fill('You get KES 9,000 back on Monday.');
    await expectAccessible(approver);
    await approver.getByRole('button', { name: 'Approve these words' }).click();
    await approver.getByText('Nothing waits for your yes').waitFor();
    await expect.poll(() => went('You get KES 9,000 back on Monday.').length, soon).toBe(1);
    expect(went('You get KES 9,000 back.')).toEqual([]);
    await Promise.all([approver.context().close(), writer.context().close()]);
  });

  it('is sent back with a reason, beside which its writer changes it; what happened meanwhile is shown before the yes', async () => {
    const writer = await signedIn(browser, desk, thabo);
    await answer(writer, 'juma', 'You get KES 12,000.');
    const approver = await signedIn(browser, desk, grace, phone);
    await approver.getByRole('link', { name: 'Approve 1' }).click();
    await approver.getByRole('button', { name: 'Send back' }).click();
    await approver.getByLabel('Why it goes back').fill('Say by when.');
    await approver.getByRole('button', { name: 'Send back' }).click();
    await approver.getByText('Nothing waits for your yes').waitFor();
    await writer.getByText('The supervisor sent it back: Say by when.').waitFor();
    await expectAccessible(writer);
    await writer.getByRole('button', { name: 'Change it' }).click();
    const field = writer.getByRole('textbox', { name: 'Your answer' });
    await expect.poll(() => field.inputValue()).toBe('You get KES 12,000.');
    await field.fill('KES 12,000 went out on Friday.');
    await field.press('Control+Enter');
    await writer.getByRole('status').filter({ hasText: 'Waits for the approval' }).waitFor();
    await desk.hear('juma', 'It was 13,000!');
    await writer.getByRole('log').getByText('It was 13,000!').waitFor(soon);
    await card(approver, 'on Friday').getByRole('button', { name: 'Approve', exact: true }).click();
    await approver.getByText('The case moved since approval was asked for:').waitFor();
    await approver.getByText('The author wrote').waitFor();
    await expectAccessible(approver);
    await expectNoSidewaysScrolling(approver);
    await approver.getByRole('button', { name: 'Approve all the same' }).click();
    await expect.poll(() => went('KES 12,000 went out on Friday.').length, soon).toBe(1);
    expect(desk.sent).toHaveLength(2);
    await Promise.all([approver.context().close(), writer.context().close()]);
  });

  it('is asked for by a guest, whose role sends nothing', async () => {
    const guest = await signedIn(browser, desk, agency);
    await guest.goto(`${desk.address}/inbox/all`);
    await guest.locator('[role=option]').filter({ hasText: 'aline' }).click();
    await guest.getByRole('textbox', { name: 'Your answer' }).fill('We are sorry.');
    await guest.getByRole('button', { name: 'Ask for approval' }).click();
    await guest.getByRole('status').filter({ hasText: 'Waits for the approval of' }).waitFor();
    await expectAccessible(guest);
    const admin = await signedIn(browser, desk);
    await admin.goto(`${desk.address}/approvals`);
    await admin.getByText('Its writer asks for it.').waitFor();
    await admin.getByRole('button', { name: 'Approve', exact: true }).click();
    await expect.poll(() => went('We are sorry.').length, soon).toBe(1);
    await Promise.all([guest.context().close(), admin.context().close()]);
  });
});
