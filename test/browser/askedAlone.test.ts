/** Staff are asked without a case in a real browser: from the list of follow-ups and the front row, with a file; and about an author, beside their case. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CasePage } from '../../src/api/contract.ts';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;
const uwera = 'uwera@water.example';
const thabo = 'thabo@water.example';
const jean = 'jean@water.example';
const question = 'How often does the depot in Limbe stand idle at night, and who decides that it does?';
const narrow = { ...phone, viewport: { width: 390, height: 844 } };
const name =
  'Rota of the night desk of the Office of the Provincial Commissioner for Water and Sanitation.pdf';
const pdf = { name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 The rota') };
const page404 = {
  name: 'page.html',
  mimeType: 'text/html',
  buffer: Buffer.from('<script>alert(1)</script>'),
};

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('executive', uwera);
  await desk.invite('agent', thabo);
  await desk.invite('agent', jean);
  await desk.hear('amina', 'A week without water.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

async function idOf(address: string): Promise<string> {
  const found = await desk.server.ask({ method: 'GET', url: '/api/members', as: desk.admin });
  return (found.body as { id: string; email: string }[]).find(({ email }) => email === address)?.id ?? '';
}
/** Uploads wait until they are let go. */
async function held(page: Page): Promise<() => void> {
  let go: () => void = () => undefined;
  const going = new Promise<void>((done) => {
    go = done;
  });
  await page.route('**/api/follow-ups/files?*', async (route) => {
    await going;
    await route.continue();
  });
  return go;
}
const dialogOf = (page: Page, title = 'Ask staff') => page.getByRole('dialog', { name: title });
/** Fills in who is asked, and asks. */
async function ask(page: Page, words: string, title?: string): Promise<void> {
  const dialog = dialogOf(page, title);
  await dialog.getByLabel('What do you want to know?').fill(words);
  await dialog.getByLabel('Who is asked').selectOption(`member ${await idOf(thabo)}`);
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

it('is asked from the list on a phone, with a file of any usual kind and a word about what is taken', async () => {
  const page = await signedIn(browser, desk, uwera, narrow);
  await page.goto(`${desk.address}/follow-ups`);
  await page.getByText('Nothing is asked of you').waitFor();
  await look(page, 'asked-alone-empty-phone');
  await page.getByRole('button', { name: 'Ask staff' }).click();
  const dialog = dialogOf(page);
  await dialog.getByText('no reply to an author is suggested').waitFor();
  await dialog.getByText('at most 4 of 10 MB each').waitFor();
  const picker = page.locator('input[type=file]');
  await picker.setInputFiles(page404);
  await dialog.getByRole('alert').getByText('This file is not taken').waitFor();
  await look(page, 'asked-alone-refused-phone');
  // What is on its way up is waited for; what is left out stays out, and what does not fit is named.
  const go = await held(page);
  await dialog.getByLabel('What do you want to know?').fill(question);
  await dialog.getByLabel('Who is asked').selectOption(`member ${await idOf(thabo)}`);
  await picker.setInputFiles(pdf);
  await dialog.getByRole('button', { name: 'Uploading' }).waitFor();
  expect(await dialog.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true);
  go();
  await dialog.getByText(name).waitFor();
  expect(await dialog.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(false);
  await picker.setInputFiles([1, 2, 3, 4].map((n) => ({ ...pdf, name: `Page ${n}.pdf` })));
  await dialog.getByRole('alert').getByText('Left out: Page 4.pdf').waitFor();
  for (const n of [1, 2, 3]) await dialog.getByRole('button', { name: `Leave Page ${n}.pdf out` }).click();
  await dialog.getByText('Page 3.pdf', { exact: true }).waitFor({ state: 'detached' });
  await expectAccessible(page);
  await look(page, 'asked-alone-phone');
  await ask(page, question);
  await page.getByRole('button', { name: 'Asked by me' }).click();
  await page.getByText(question).waitFor();
  await page.getByText('About no case').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'asked-alone-listed-phone');
  await page.context().close();
});

it('is reported without a suggested reply, by whoever takes the file along', async () => {
  const page = await signedIn(browser, desk, thabo, { colorScheme: 'dark' });
  await page.goto(`${desk.address}/follow-ups`);
  await page.getByText(question).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toBe('%PDF-1.7 The rota');
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  await page.getByText('no reply to an author is suggested').waitFor();
  expect(await page.getByLabel('Suggested reply to the author, if you have one').count()).toBe(0);
  await page.getByLabel('Your report').fill('Every night from ten. Nobody decides it.');
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#789' } })
    .png()
    .toBuffer();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'Depot.png', mimeType: 'image/png', buffer: picture });
  await page.getByRole('button', { name: 'Leave Depot.png out' }).waitFor();
  await expectAccessible(page);
  await look(page, 'asked-alone-report-dark');
  await page.getByRole('button', { name: 'Send the report' }).click();
  await page.getByText('Reported', { exact: false }).first().waitFor();
  await page.context().close();
});

it('comes back to the front row, where the next one is asked as easily', async () => {
  const page = await signedIn(browser, desk, uwera, narrow);
  await page.goto(`${desk.address}/front`);
  await page
    .getByRole('navigation', { name: 'Parts of the front row' })
    .getByRole('link', { name: /^Mine/ })
    .click();
  const asked = page.getByRole('region', { name: 'What I asked' });
  await asked.getByText('Every night from ten').waitFor();
  // What she attached herself, and what came back: neither leads out of an installed front row.
  expect(await asked.getByRole('link', { name }).getAttribute('download')).toBe(name);
  expect(await asked.getByRole('link', { name: 'Depot.png' }).getAttribute('target')).toBe('_blank');
  await expectAccessible(page);
  await look(page, 'front-asked-alone-phone');
  await asked.getByRole('button', { name: 'Accept the report' }).click();
  await asked.getByText('Every night from ten').waitFor({ state: 'detached' });
  await asked.getByRole('button', { name: 'Ask staff' }).click();
  await look(page, 'front-ask-alone-phone');
  await ask(page, 'Who has the key of the depot?');
  await asked.getByText('Who has the key of the depot?').waitFor();
  await page.context().close();
});

it('is asked about an author beside their case, and seen there by those alone between whom it stands', async () => {
  const about = async (as: string) => {
    const page = await signedIn(browser, desk, as);
    await page.goto(`${desk.address}/inbox/all`);
    await page.locator('[role=option]').filter({ hasText: 'A week without water' }).click();
    const side = page.getByRole('complementary', { name: 'About the author and the case' });
    await side.getByRole('button', { name: 'Ask staff', exact: true }).waitFor();
    return { page, side };
  };
  const title = 'Ask staff about this person';
  const words = 'Has she been at the counter before?';
  const her = await about(uwera);
  await her.side.getByRole('button', { name: title }).click();
  await dialogOf(her.page, title).getByText('all others see nothing of it').waitFor();
  await look(her.page, 'asked-about-author');
  await ask(her.page, words, title);
  await her.side.getByText(words).waitFor();
  await her.side.getByText('About this person, for a few members only').waitFor();
  await expectAccessible(her.page);
  await look(her.page, 'asked-about-author-in-case');
  await her.page.context().close();
  // Beside it stands one about the case, which everybody reads: once that is there, the list was read.
  const cases = await desk.server.ask({ url: '/api/cases?view=all', as: desk.admin });
  const [theCase] = (cases.body as CasePage).rows;
  const ofCase = {
    id: randomUUID(),
    caseId: theCase?.id,
    memberId: await idOf(thabo),
    question: 'Who was it?',
  };
  const dueAt = new Date(Date.now() + 86_400_000).toISOString();
  const payload = { ...ofCase, dueAt };
  const sent = await desk.server.ask({ method: 'POST', url: '/api/follow-ups', as: desk.admin, payload });
  expect(sent.status, sent.text).toBe(200);
  const his = await about(jean);
  await his.side.getByText('Who was it?').waitFor();
  expect(await his.side.getByText(words).count()).toBe(0);
  await his.page.context().close();
  const asked = await about(thabo);
  await asked.page.getByText(words).first().waitFor();
  await look(asked.page, 'asked-about-author-waiting');
  await asked.page.goto(`${desk.address}/follow-ups`);
  await asked.page.getByRole('link', { name: /^About / }).click();
  await asked.page.getByText(words).first().waitFor();
  await asked.page.context().close();
});
