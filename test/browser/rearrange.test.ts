/** Cases put together and taken apart, authors joined, and nobody written to who asked not to be: in a real browser. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const aline = { networkId: 'did:plc:aline', handle: 'aline.example', name: 'Aline' };

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.hear('aline', 'No water in our street.');
  await desk.hear('elsewhere', 'And the bill came twice.', { by: aline, conversationWith: aline.networkId });
  await desk.hear('juma', 'Same here, no water.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const list = (page: Page) => page.locator('[role=option]');
const side = (page: Page) => page.getByRole('complementary', { name: 'About the author and the case' });
const said = (page: Page) => page.getByRole('log', { name: 'What was said' });

describe('cases of one author', () => {
  it('are put together, taken apart, and both taken back', async () => {
    const page = await signedIn(browser, desk);
    await list(page).filter({ hasText: 'No water in our street' }).click();
    await side(page).getByRole('button', { name: 'Put another case of the author to this one' }).click();
    await expectAccessible(page);
    await side(page)
      .getByRole('button', { name: /^Put to this: case \d+$/ })
      .click();
    await said(page).getByText('And the bill came twice.').waitFor();
    await expect.poll(() => list(page).count()).toBe(2);
    await side(page).getByText('Put together with').waitFor();
    await expectAccessible(page);
    await side(page)
      .getByRole('checkbox', { name: /bill came twice/ })
      .check();
    await side(page).getByRole('button', { name: 'Make a case of its own' }).click();
    await page.getByRole('heading', { name: /^Case 4/ }).waitFor();
    await expect.poll(() => said(page).getByText('No water in our street.').count()).toBe(0);
    await expect.poll(() => list(page).count()).toBe(3);
    await side(page)
      .getByRole('button', { name: /^Take it back/ })
      .first()
      .click();
    await page.getByText(/^This case is part of case \d+ now/).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: /^Open case/ }).click();
    await said(page).getByText('And the bill came twice.').waitFor();
    await expect.poll(() => list(page).count()).toBe(2);
    await side(page)
      .getByRole('button', { name: /^Take it back: case/ })
      .click();
    await expect.poll(() => list(page).count()).toBe(3);
    await page.context().close();
  });
});

describe('an author', () => {
  it('is said to be somebody else’s other name only after a look at who that is', async () => {
    const page = await signedIn(browser, desk);
    await list(page).filter({ hasText: 'Same here' }).click();
    await side(page).getByRole('button', { name: 'Same person as…' }).click();
    await side(page).getByLabel('Number of a case of the same person').fill('99');
    await side(page).getByRole('button', { name: 'Look' }).click();
    await side(page).getByText('There is no case 99 here').waitFor();
    await side(page).getByLabel('Number of a case of the same person').fill('1');
    await side(page).getByRole('button', { name: 'Look' }).click();
    await side(page).getByText('No water in our street.').waitFor();
    await expectAccessible(page);
    await side(page).getByRole('button', { name: 'Yes, one person' }).click();
    await side(page).getByText('Also').waitFor();
    await side(page)
      .getByRole('button', { name: /^They are two people/ })
      .click();
    await expect.poll(() => side(page).getByText('Also').count()).toBe(0);
    await page.context().close();
  });

  it('who must not be written to cannot be, and why stands there, on a phone too', async () => {
    const page = await signedIn(browser, desk, undefined, { ...phone, colorScheme: 'dark' });
    await list(page).filter({ hasText: 'Same here' }).click();
    await page.getByRole('link', { name: 'About the author' }).click();
    await side(page).getByRole('button', { name: 'Do not contact…' }).click();
    await side(page).getByLabel('Why must nobody write to them?').fill('He asked us to stop.');
    await side(page).getByRole('button', { name: 'Nobody writes to them' }).click();
    await side(page).getByText('Do not contact.').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    await page.getByRole('link', { name: 'Back to the case' }).click();
    await page
      .getByText(/said not to write to this author: He asked us to stop/)
      .first()
      .waitFor();
    await page.context().close();
  });
});
