/**
 * The real Bluesky network on loopback, for one test. Prints one line of JSON when ready; ends on SIGTERM and when its
 * standard input closes, so that it never outlives the test that started it.
 *
 *   node bluesky.mjs [--postgres postgresql://...] [--rate-limits]
 *
 * Without `--postgres` there is no appview: no notifications, no search, no profiles.
 */
import './bluesky/loopback.mjs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { postgres: { type: 'string' }, 'rate-limits': { type: 'boolean', default: false } },
});
const folder = mkdtempSync(path.join(tmpdir(), 'bluesky-'));
process.env.TMPDIR = folder;
process.env.LOG_ENABLED ??= 'false';
process.env.NODE_ENV ??= 'test';

const { startWithAppview, startWithoutAppview } = await import('./bluesky/network.mjs');
const { startChat } = await import('./bluesky/chat.mjs');
const { startJetstream } = await import('./bluesky/jetstream.mjs');
const { startFaultyProxy } = await import('./bluesky/faultyProxy.mjs');
const { startControl } = await import('./bluesky/control.mjs');

const open = [];
let ending = null;
function end(code) {
  ending ??= (async () => {
    const late = setTimeout(() => process.exit(1), 10_000);
    late.unref();
    for (const one of open.reverse()) {
      await one.close().catch((error) => process.stderr.write(`while ending: ${error.message}\n`));
    }
    rmSync(folder, { recursive: true, force: true });
    process.exit(code);
  })();
  return ending;
}
process.on('SIGTERM', () => end(0));
process.on('SIGINT', () => end(0));
process.stdin
  .on('end', () => end(0))
  .on('close', () => end(0))
  .resume();

try {
  const network = options.postgres
    ? await startWithAppview({ postgresUrl: options.postgres, rateLimits: options['rate-limits'] })
    : await startWithoutAppview({ rateLimits: options['rate-limits'] });
  open.push(network);
  const chat = await startChat({ plc: network.plc, profileOf: (did) => profileOf(network.pds, did) });
  open.push(chat);
  const jetstream = await startJetstream({ plcUrl: network.plc.url, pdsUrl: network.pds.url });
  open.push(jetstream);
  const proxy = await startFaultyProxy({ target: network.pds.url });
  open.push(proxy);
  const control = await startControl({
    setFaults: ({ faults }) => proxy.setFaults(faults),
    addFault: (fault) => void proxy.addFault(fault),
    calls: () => proxy.calls,
    cutStreams: () => {
      proxy.cutStreams();
      jetstream.cut();
    },
    refuseStreams: ({ refuse }) => proxy.refuseStreams(refuse),
    closeMessages: ({ did }) => void chat.closeTo(did),
    reports: () => chat.reports,
  });
  open.push(control);
  const addresses = {
    pds: proxy.url,
    pdsDirect: network.pds.url,
    plc: network.plc.url,
    appview: network.appview?.url ?? null,
    jetstream: jetstream.url,
    chat: { did: chat.did, url: chat.url },
    control: control.url,
  };
  process.stdout.write(`${JSON.stringify(addresses)}\n`);
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  await end(1);
}

/** Handle of an account, as the personal data server knows it. */
async function profileOf(pds, did) {
  const account = await pds.ctx.accountManager.getAccount(did);
  return { handle: account?.handle ?? 'handle.invalid' };
}
