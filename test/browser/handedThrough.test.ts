/** A case handed through three people: from the admin to a team, there to the deputy of who is away, and on to the executive. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MemberView } from '../../src/api/contract.ts';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';

let desk: BrowserDesk;
let browser: Browser;

/** Names that tell the members of one role apart. */
const names = {
  'thabo@water.example': 'Thabo',
  'aline@water.example': 'Aline',
  'uwera@water.example': 'Uwera',
};

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('agent', 'thabo@water.example');
  await desk.invite('agent', 'aline@water.example');
  await desk.invite('executive', 'uwera@water.example');
  const { body } = await desk.server.ask({ url: '/api/members', as: desk.admin });
  for (const member of body as MemberView[]) {
    const name = (names as Record<string, string>)[member.email];
    if (name === undefined) continue;
    await desk.server.storage.system
      .updateTable('member')
      .set({ name })
      .where('id', '=', member.id)
      .execute();
  }
  await desk.hear('author', 'The pump in Kigufi has been silent for a week.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const today = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const openCase = async (page: Page) => {
  await page.locator('[role=option]').filter({ hasText: 'The pump in Kigufi' }).click();
  await page.getByRole('button', { name: 'Hand off' }).waitFor();
};
const handOff = async (page: Page, to: string, reason: string, button = 'Hand it off') => {
  await page.keyboard.press('h');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('To', { exact: true }).selectOption({ label: to });
  await dialog.getByLabel('Why, and what is to be done').fill(reason);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
};

it('finds a team, whoever stands in there, and the executive, each of whom reads why', async () => {
  const admin = await signedIn(browser, desk);
  await admin.goto(`${desk.address}/settings/teams`);
  await admin.getByText('No team yet').waitFor();
  await expectAccessible(admin);
  await admin.getByRole('button', { name: 'Make a team' }).click();
  await admin.getByLabel('Name of the team').fill('Pumps and pipes');
  await admin.getByRole('checkbox', { name: /Thabo/ }).check();
  // The form closes only when everything was read again: the next one, opened meanwhile, stays.
  const late = Promise.withResolvers<void>();
  await admin.route('**/api/me', (route) => late.promise.then(() => route.continue()));
  const read = admin.waitForResponse('**/api/me');
  await admin.getByRole('button', { name: 'Keep the team' }).click();
  await admin.getByText('On duty now: Thabo').waitFor();

  await admin.getByRole('button', { name: 'Will be away: Thabo' }).click();
  await admin.getByLabel('First day').fill(today(-1));
  late.resolve();
  await read;
  await admin.getByLabel('Last day').fill(today(2));
  await admin.getByLabel('Who stands in').selectOption({ label: 'Aline' });
  await expectAccessible(admin);
  await admin.getByRole('button', { name: 'Keep the absence' }).click();
  await admin.getByText('On duty now: Aline for Thabo').waitFor();

  await admin.goto(`${desk.address}/inbox/queue`);
  await openCase(admin);
  await handOff(admin, 'Pumps and pipes', 'It is the pump, not the pipe.');
  await admin.locator('header', { hasText: 'Case 1' }).getByText('Pumps and pipes').waitFor();

  // Aline stands in: the case stands in her team's queue though she is not of the team.
  const aline = await signedIn(browser, desk, 'aline@water.example');
  await aline.goto(`${desk.address}/inbox/team`);
  await openCase(aline);
  await aline.getByText('It is the pump, not the pipe.').waitFor();
  await expectAccessible(aline);
  // Thabo is away: his deputy is named, and he gets it only all the same.
  await aline.keyboard.press('h');
  await aline
    .getByRole('dialog')
    .getByLabel('To', { exact: true })
    .selectOption({ label: 'Thabo (not on duty)' });
  await aline.getByText(/Thabo: away up to and including .* Aline stands in/).waitFor();
  await aline.getByRole('button', { name: 'Hand it off all the same' }).waitFor();
  await aline.keyboard.press('Escape');
  await handOff(aline, 'Uwera', 'She asks for the director in person.');

  const uwera = await signedIn(browser, desk, 'uwera@water.example', { ...phone, colorScheme: 'dark' });
  await uwera.goto(`${desk.address}/inbox/mine`);
  await uwera.locator('[role=option]').filter({ hasText: 'The pump in Kigufi' }).click();
  await uwera.getByRole('button', { name: 'Hand off' }).waitFor();
  await expectAccessible(uwera);
  await expectNoSidewaysScrolling(uwera);
  await uwera.getByRole('link', { name: 'About the author' }).click();
  await uwera.getByText('It is the pump, not the pipe.').waitFor();
  await uwera.getByText('She asks for the director in person.').waitFor();
  for (const page of [admin, aline, uwera]) await page.context().close();
});

it('shows who works when, on a phone too, and keeps hours, superior and deputy', async () => {
  const page = await signedIn(browser, desk, undefined, { ...phone });
  await page.goto(`${desk.address}/settings/teams`);
  await page.getByRole('button', { name: 'Superior, hours, deputy: Aline' }).click();
  await page.getByLabel('Superior', { exact: true }).selectOption({ label: 'Uwera' });
  await page.getByLabel('Deputy', { exact: true }).selectOption({ label: 'Thabo' });
  await page.getByLabel('Time zone').selectOption('Africa/Kigali');
  await page.getByLabel('Works at set hours').check();
  await page.getByLabel('Saturday').fill('09:00-12:00');
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Mon-Fri 08:00-17:00; Sat 09:00-12:00').waitFor();
  await page.getByText('Superior: Uwera, deputy: Thabo').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  expect(await page.getByText('Pumps and pipes').count()).toBe(1);
  await page.context().close();
});
