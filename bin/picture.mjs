/** Takes the picture of the README from the demonstration: node bin/picture.mjs. It needs what the tests need (a Chromium). */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as driver } from 'playwright-core';
import sharp from 'sharp';

const root = join(import.meta.dirname, '..');
const place = join(root, 'docs', 'screens', 'inbox-light.png');
const playedSeconds = 45;
const mostColours = 128;

const folder = await mkdtemp(join(tmpdir(), 'answerable-picture-'));
const program = spawn(process.execPath, [join(root, 'bin', 'start.mjs'), '--demo'], {
  env: { ...process.env, ANSWERABLE_DATA: join(folder, 'data'), PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise((resolve) => program.once('exit', resolve));
try {
  const browser = await driver.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox'],
  });
  try {
    await takePicture(browser, await linkOf('Naledi Khambule'));
  } finally {
    await browser.close();
  }
} finally {
  program.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true, force: true });
}

/** The one-time link of a member, once the program has printed all of them. */
async function linkOf(name) {
  let said = '';
  for await (const data of program.stdout) {
    said += data;
    if (said.includes('Ctrl-C stops everything.')) break;
  }
  const found = new RegExp(`${name}\\s+(\\S+)`).exec(said);
  if (found === null) throw new Error('The demonstration ended before it was ready.');
  return found[1];
}

/** The inbox at work, with the careful lady's case open. */
async function takePicture(browser, link) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  await page.goto(link);
  await page.getByText('Waiting for us').first().waitFor();
  await page.waitForTimeout(playedSeconds * 1_000);
  const address = new URL(page.url());
  const cases = await page.request.get(`${address.origin}/api/cases?view=queue&limit=200`);
  const { rows } = await cases.json();
  const lady = rows.find(({ author }) => author.handle === 'mrs.n.dlamini');
  if (lady === undefined) throw new Error('Mrs Dlamini has not written yet.');
  await page.goto(`${address.origin}/inbox/queue/${lady.id}`);
  await page.getByText('seventy-four years old').last().waitFor();
  await page.waitForTimeout(1_000);
  // A picture of words needs few colours, and a page with a small picture opens sooner.
  await sharp(await page.screenshot())
    .png({ palette: true, colours: mostColours })
    .toFile(place);
}
