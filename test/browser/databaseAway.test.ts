/** A database that goes away while nobody touches the console: the screen says so by itself, and goes on when it is back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../../src/database/embedded.ts';
import { expectAccessible, openBrowser } from '../factories/browser.ts';
import { type Desk, openDesk } from '../factories/deskOverHttp.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import { folderOfDatabases } from '../roomInMemory.ts';

const folder = mkdtempSync(join(folderOfDatabases(), 'answerable-away-'));
let database: EmbeddedDatabase;
let program: Answerable;
let desk: Desk;
let browser: Browser;

beforeAll(async () => {
  [database, browser] = await Promise.all([startEmbeddedDatabase({ folder }), openBrowser()]);
  program = await startAnswerable({ databaseUrl: database.url });
  desk = await openDesk(program);
});
afterAll(async () => {
  await browser?.close();
  await program?.close();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const complain = (id: string, text: string) =>
  desk.importArchive(
    JSON.stringify({
      id,
      conversation: id,
      institution: 'Amazi Water Board',
      inbound: true,
      author: 'wanjiku',
      text,
      at: new Date().toISOString(),
      inReplyTo: null,
    }),
  );

it('says so on a screen that nobody touches, and shows what came once it is back', async () => {
  await complain('before', 'The tap has been dry since Monday.');
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await page.goto(`${program.address()}/sign-in`);
  await page.getByLabel('Email').fill('naledi@water.example');
  await page.getByLabel('Password').fill('a long enough password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('option', { name: 'The tap has been dry' }).waitFor();
  const notice = page.getByText(/cannot be reached.*trying again/);
  expect(await notice.count()).toBe(0);

  await database.stop();
  await notice.waitFor({ timeout: 30_000 });
  await expectAccessible(page);
  expect(await page.getByRole('option', { name: 'The tap has been dry' }).count()).toBe(1);

  database = await startEmbeddedDatabase({ folder });
  await notice.waitFor({ state: 'detached', timeout: 20_000 });
  await complain('after', 'It runs brown now.');
  await page.getByRole('option', { name: 'It runs brown now.' }).waitFor({ timeout: 20_000 });
  await page.context().close();
});
