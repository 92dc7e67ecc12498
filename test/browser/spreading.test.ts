/** Stories that spread, in a real browser: who is warned, the page of a story with its curve, and its end; the queue beside it stays as it is. */
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, look, openBrowser } from '../factories/browser.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { phone, signedIn } from '../factories/signedIn.ts';
import { askDepsOf, watchAndAsk } from '../factories/spreadingDesk.ts';

let desk: BrowserDesk;
let browser: Browser;
const agent = 'sipho@water.example';
const minute = 60_000;
const system = () => desk.server.storage.system;

beforeAll(async () => {
  [desk, browser] = await Promise.all([openBrowserDesk(), openBrowser()]);
  await desk.invite('agent', agent);
  await desk.hear('quiet', 'A quiet question about my meter.');
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

/** Time passes, and the jobs run. */
const pass = async (minutes = 0) => {
  desk.server.clock.ahead += minutes * minute;
  await watchAndAsk(askDepsOf(desk), desk.server.clock);
};
const idOf = async (words: string): Promise<string> => {
  const found = await sql<{
    id: string;
  }>`select network_id as id from post where text like ${`${words}%`}`.execute(system());
  return found.rows[0]?.id ?? '';
};
const long =
  'Nine days without water in Kimisagara, and this is what came out of the tap this morning when the office of the Provincial Commissioner for Water, Sanitation and Solid Waste said that all was well again. http://karoowater.example/a/very/long/address/that/nobody/can/break/anywhere';

/** A post is heard and passed on faster and faster. */
async function spread(): Promise<void> {
  await desk.hear('kimisagara-residents-association-of-the-northern-hills', long);
  await vi.waitFor(async () => expect(await idOf('Nine days')).not.toBe(''), { timeout: 20_000 });
  await pass();
  await pass();
  for (const count of [4, 30, 160, 412, 900, 1_300, 1_450]) {
    desk.shares.counts.set(await idOf('Nine days'), count);
    await pass(count < 10 ? 16 : 21);
  }
}
const storyLines = (page: Page) => page.locator('main li', { has: page.getByRole('heading', { level: 2 }) });

it('an admin says who is warned, and the page is empty while nothing spreads', async () => {
  const page = await signedIn(browser, desk);
  await page.getByRole('link', { name: 'Spreading' }).click();
  await page.getByText('Nothing spreads').waitFor();
  await page.getByText('Nobody is warned yet.').waitFor();
  await expectAccessible(page);
  await look(page, 'empty');
  await page.getByRole('link', { name: 'Who is warned, and from when on' }).click();
  await page.getByRole('heading', { name: 'Stories that spread', level: 1 }).waitFor();
  await page.getByLabel('The agent').check();
  await page.getByLabel('And so many shares an hour at least').fill('100');
  await expectAccessible(page);
  await look(page, 'settings', { fullPage: true });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('It is kept.').waitFor();
  await page.context().close();
});

it('shows those who are warned the story, why, how fast and what was done; they end it there', async () => {
  const before = await signedIn(browser, desk, agent);
  const queue = async (page: Page) => {
    await page.goto(`${desk.address}/inbox/queue`);
    await page.getByText('A quiet question').first().waitFor();
    return page.locator('[role=option]').count();
  };
  await spread();
  await expect.poll(() => queue(before)).toBe(2);
  await before.getByRole('link', { name: 'Spreading' }).click();
  await before.getByRole('heading', { name: /^Shares in an hour: [0-9,]+; what is usual/ }).waitFor();
  await expectAccessible(before);
  await look(before, 'story', { fullPage: true });
  await before.getByText('As a table').click();
  await before.getByRole('cell', { name: '1,450' }).waitFor();
  await expectAccessible(before);
  await look(before, 'story-table', { fullPage: true });
  // Its buttons are told apart from those of other stories, and who ends one with the keyboard is not lost.
  await before.getByRole('button', { name: /It is seen to Shares in an hour/ }).press('Enter');
  await before.getByText('Nothing spreads').waitFor();
  await before.locator('[aria-label="Which stories"]:focus').waitFor();
  expect(await before.getByText('Nobody is warned yet.').count()).toBe(0);
  await before.getByRole('button', { name: 'Ended' }).click();
  await before.getByText(/^Seen to, says The agent/).waitFor();
  await look(before, 'story-ended', { fullPage: true });
  await before.getByRole('button', { name: 'Take it back' }).click();
  await before.getByText('No story has ended yet').waitFor();
  expect(await queue(before)).toBe(2);
  await before.context().close();
});

it('fits a phone in the dark, and says what to do where it cannot be read', async () => {
  const page = await signedIn(browser, desk, agent, { ...phone, colorScheme: 'dark' });
  await page.goto(`${desk.address}/spreading`);
  await page.getByRole('heading', { name: /^Shares in an hour/ }).waitFor();
  expect(await storyLines(page).count()).toBe(1);
  await expectAccessible(page);
  await expectNoSidewaysScrolling(page);
  await look(page, 'story-phone', { fullPage: true });
  const broken = JSON.stringify({ code: 'unexpected', sentence: 'Something went wrong here. Try again.' });
  await page.route('**/api/spreading?*', (route) => route.fulfill({ status: 500, body: broken }));
  await page.reload();
  await page.getByRole('button', { name: 'Try again' }).waitFor({ timeout: 60_000 });
  await expectAccessible(page);
  await look(page, 'failed-phone');
  await page.context().close();
});

it('pages through ten thousand of them, and stays quick', async () => {
  await sql`
    with copies as (
      insert into post (organisation_id, id, network, network_id, thread, direction, visibility, hearing, text, at, heard_at, revision, conversation_id, identity_id)
      select organisation_id, gen_random_uuid(), network, 'copy ' || n, thread, direction, visibility, hearing, text, at, heard_at, revision, conversation_id, identity_id
      from post, generate_series(1, 10000) as n where text like 'Nine days%'
      returning organisation_id, id, network, identity_id, at
    ), watched as (
      insert into spread_watch (organisation_id, post_id, network, identity_id, posted_at, watched_at)
      select organisation_id, id, network, identity_id, at, at from copies returning organisation_id, post_id
    )
    insert into spread_story (organisation_id, post_id, since, measure, per_hour, usual, fastest, shares, shares_now, answers, answers_now, counted_at, judged_at, told_at)
    select organisation_id, post_id, now() - row_number() over () * interval '1 minute', 'shares', 100, 3, 140, 900, 12, 0, 0, now(), now(), now() from watched`.execute(
    system(),
  );
  const page = await signedIn(browser, desk, agent);
  await page.goto(`${desk.address}/spreading`);
  await expect.poll(() => storyLines(page).count()).toBe(30);
  await page.getByRole('button', { name: 'More stories' }).click();
  await expect.poll(() => storyLines(page).count()).toBe(60);
  await page.getByText('Shares in an hour: 100; usual for such a post: 3').first().waitFor();
  await page.context().close();
});
