/**
 * The public form and the private page on a cheap phone: bytes with everything, and the first paint at 400 kbit/s and 400 ms there and back, in Chromium without JavaScript.
 * First with the browser's own throttle, which delays the answer and not the opening of a connection; then over a line that delays every byte (`support/slowLine.ts`), with TLS, as a
 * first visit is. A connection, TLS 1.3 and the request are three ways there and back: 1,200 ms before the first byte.
 *
 *   npm run bench pages [runs]
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './support/browser.ts';
import { endWithSignals } from './support/database.ts';
import { printFigures } from './support/figures.ts';
import { ask, emptyRouteTimes, programFile, said } from './support/program.ts';
import { slowLine } from './support/slowLine.ts';
import { withTls } from './support/withTls.ts';

const runs = Number(process.argv[2] ?? 9);
const bytesASecond = 400_000 / 8;
const roundTrip = 400;
const most = 15 * 1024;

const folder = await mkdtemp(join(tmpdir(), 'answerable-pages-'));
const child = spawn(process.execPath, [programFile], {
  env: { ...process.env, ANSWERABLE_DATA: folder, PORT: '0', LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
async function stop(): Promise<void> {
  if (child.exitCode === null) child.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true, force: true });
}
endWithSignals(stop);

const link = new URL(await said(child, /: (http\S+#token=\S+)/));
const address = link.origin;
const cookie = await firstRun();
await openForm();
const browser = await openBrowser();
const form = await measure(browser, '/f/water');
const pagePath = await privatePage();
const page = await measure(browser, pagePath);
const tls = await withTls(link, folder);
const line = await slowLine(tls.port, { roundTrip, bytesASecond });
const slow = `https://127.0.0.1:${line.port}`;
const believing = await openBrowser([`--ignore-certificate-errors-spki-list=${tls.key}`]);
const formWithTls = await visit(believing, `${slow}/f/water`);
const pageWithTls = await visit(believing, `${slow}${pagePath}`);
const connections = line.opened() / (2 * runs);
await believing.close();
await line.close();
await tls.close();
const empty = await emptyRouteTimes(200);
await browser.close();

const bytes = (name: string, value: number) => ({ name, values: [value], unit: 'bytes', target: { most } });
const paint = (name: string, values: readonly number[], target: { most: number } | null) => ({
  name,
  values,
  unit: 'ms',
  target,
});
const met = printFigures(`public pages, ${runs} first visits each at 400 kbit/s and ${roundTrip} ms`, [
  bytes('form, uncompressed, with everything', form.bytes),
  paint('form, first paint', form.paints, { most: 1_000 }),
  paint('form, first visit over a slow line with TLS, first paint', formWithTls, { most: 1_000 }),
  bytes('private page, uncompressed, with everything', page.bytes),
  paint('private page, first paint', page.paints, { most: 1_000 }),
  paint('private page, first visit over a slow line with TLS, first paint', pageWithTls, { most: 1_000 }),
  { name: 'connections opened for a visit', values: [connections], unit: '', target: null },
  paint('reference: an empty Fastify route, unthrottled', empty, null),
]);
await stop();
if (!met) process.exitCode = 1;

/** Does the first run with the printed link; answers the cookies. */
async function firstRun(): Promise<string> {
  const body = {
    token: link.hash.replace('#token=', ''),
    organisation: 'Lakeside Water',
    institution: 'Lakeside Water',
    name: 'Naledi Dlamini',
    email: 'naledi@water.example',
    password: 'a long enough password',
  };
  const answer = await ask(address, '/api/first-run', { body });
  if (answer.status !== 200) throw new Error(`the first run was refused: ${answer.text}`);
  return (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0]).join('; ');
}

/** A form as institutions have them: an introduction, a dozen topics, twenty units. */
async function openForm(): Promise<void> {
  const me = JSON.parse((await ask(address, '/api/me', { cookie })).text) as {
    institutions: { id: string }[];
  };
  const institutionId = me.institutions[0]?.id;
  for (let n = 1; n <= 20; n++)
    await ask(address, '/api/units', {
      cookie,
      body: { institutionId, name: `Branch number ${n} at the lake` },
    });
  const topics = Array.from({ length: 12 }, (_, n) => `Something that goes wrong, number ${n + 1}`);
  const intro = 'We read every one of these and answer each. '.repeat(6);
  const body = { institutionId, slug: 'water', title: 'Tell us about your water', intro, topics };
  const answer = await ask(address, '/api/forms', { cookie, body });
  if (answer.status !== 200) throw new Error(`the form was not opened: ${answer.text}`);
}

/** Complains once; answers the path of the private page. */
async function privatePage(): Promise<string> {
  const shown = (await ask(address, '/f/water')).text;
  const id = /name="form" value="([^"]+)"/.exec(shown)?.[1] ?? '';
  for (;;) {
    const sent = new FormData();
    sent.set('form', id);
    sent.set('text', 'No water for a week, and the hotline only says to come and see for myself.');
    const answer = await fetch(`${address}/f/water`, { method: 'POST', body: sent, redirect: 'manual' });
    const path = answer.headers.get('location');
    if (path !== null) return path;
    // Faster than anybody types.
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** A first visit each time: nothing in the cache. */
async function measure(from: Browser, path: string): Promise<{ bytes: number; paints: number[] }> {
  const paints: number[] = [];
  const size = Buffer.byteLength((await ask(address, path)).text);
  for (let run = 0; run < runs; run++) {
    const context = await from.newContext({
      viewport: { width: 360, height: 740 },
      javaScriptEnabled: false,
    });
    const visited = await context.newPage();
    const session = await context.newCDPSession(visited);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: roundTrip,
      downloadThroughput: bytesASecond,
      uploadThroughput: bytesASecond,
    });
    await visited.goto(`${address}${path}`);
    paints.push(await firstPaint(visited));
    await context.close();
  }
  return { bytes: size, paints };
}

/** First visits to an address as it is: a new connection and an empty cache each time. */
async function visit(from: Browser, to: string): Promise<number[]> {
  const paints: number[] = [];
  for (let run = 0; run < runs; run++) {
    const context = await from.newContext({
      viewport: { width: 360, height: 740 },
      javaScriptEnabled: false,
    });
    const visited = await context.newPage();
    await visited.goto(to);
    paints.push(await firstPaint(visited));
    await context.close();
  }
  return paints;
}

/** Milliseconds from the visit to the first paint, as the browser itself notes it; it may do so a moment after the page is there. */
async function firstPaint(visited: Page): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const noted = await visited.evaluate(
      "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null",
    );
    if (typeof noted === 'number') return noted;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return Number.NaN;
}
