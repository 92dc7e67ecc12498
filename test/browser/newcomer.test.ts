/** A newcomer's first minutes in a real browser, on the program itself: first run, an archive, sign-out, the printed link. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';

let program: Answerable;
let browser: Browser;

beforeAll(async () => {
  [program, browser] = await Promise.all([startAnswerable(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await program?.close();
});

const rows = [
  {
    id: 'a1',
    conversation: 'a',
    inbound: true,
    author: 'wanjiku',
    text: 'The tap has been dry since Monday.',
  },
  { id: 'b1', conversation: 'b', inbound: true, author: 'ola', text: 'Billed twice for one month.' },
];
const archive = rows
  .map((row, at) =>
    JSON.stringify({
      ...row,
      institution: 'Lakeside Water',
      at: `2026-03-0${at + 1}T08:00:00Z`,
      inReplyTo: null,
    }),
  )
  .join('\n');

async function phone(): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return page;
}

it('sets up the desk on a phone, imports an archive and shows its cases', async () => {
  const page = await phone();
  await page.goto(program.address());
  await page.getByLabel('Token').waitFor();
  await expectAccessible(page);
  await page.goto(program.link());
  await page.getByLabel('Token').waitFor({ state: 'detached' });
  await page.getByLabel('Organisation').fill('Lakeside Utilities');
  await page.getByLabel('Institution').fill('Lakeside Water');
  await page.getByLabel('Your name').fill('Naledi Kamanzi');
  await page.getByLabel('Email').fill('naledi@lakeside.example');
  await page.getByLabel('Password').fill('a long enough password');
  await page.getByRole('button', { name: 'Set up the desk' }).click();
  await page.getByRole('heading', { name: 'Where do posts come from?' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Connect Bluesky' }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Import an archive' }).click();
  const file = join(program.folder, 'march.ndjson');
  await writeFile(file, `${archive}\n`);
  await page.getByLabel('Choose an archive').setInputFiles(file);
  await page.getByText('2 rows read: 2 new').waitFor();
  await expectNoSidewaysScrolling(page);
  await page.getByRole('button', { name: 'Go to the inbox' }).click();
  await page.getByText('The tap has been dry').waitFor();
  await page.getByText('Billed twice').waitFor();
  await page.goto(`${program.address()}/settings/me`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await expectAccessible(page);
  await page.getByLabel('Email').fill('naledi@lakeside.example');
  await page.getByLabel('Password').fill('not the password at all');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await page.context().close();
});

it('comes in by the link that is printed at the next start, and finds everything there', async () => {
  await program.stop();
  await program.start();
  const page = await phone();
  await page.goto(program.link());
  await page.locator('[role=option]').first().waitFor();
  expect(await page.locator('[role=option]').count()).toBe(2);
  await page.context().close();
});
