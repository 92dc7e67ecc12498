import { expect, test } from 'vitest';
import { claimedAddress, type ProbeSeen } from '../../outside/ownAddress.ts';
import { judgeLive, judgeProxies } from './judgeProbe.ts';

const arrival = { caller: '198.51.100.4', peer: '10.0.0.2', forwardedFor: '198.51.100.4' };
const seen: ProbeSeen = { status: 200, arrival, firstTick: 300, server: null };

test.each([
  [{ status: 404 }, 'fault', 'answered with 404', 'pass every path'],
  [{ firstTick: null, server: 'nginx/1.22.1' }, 'fault', 'nginx/1.22.1', 'proxy_buffering off;'],
  [{ firstTick: 7_000, server: 'Caddy' }, 'fault', 'gathers answers', 'flush_interval -1'],
  [{ firstTick: null, server: 'Apache/2.4' }, 'fault', 'gathers answers', 'flushpackets=on'],
  [{ firstTick: null, server: null }, 'fault', 'A proxy in front', 'proxy_buffering off;'],
  [{}, 'ok', '300 ms', null],
] as const)('live updates with %j are %s', (change, state, words, mend) => {
  const finding = judgeLive({ ...seen, ...change });
  expect(finding).toMatchObject({ state, sentence: expect.stringContaining(words) });
  if (mend === null) expect(finding.mend).toBeNull();
  else expect(finding.mend).toContain(mend);
});

const https = 'https://desk.example';
const http = 'http://127.0.0.1:4127';
const straight = { caller: '127.0.0.1', peer: '127.0.0.1', forwardedFor: claimedAddress };

test.each([
  ['no proxy', http, [], straight, 'ok', 'straight from 127.0.0.1'],
  ['https without a word about proxies', https, [], straight, 'warning', 'from the proxy (127.0.0.1)'],
  [
    'a proxy that nobody named',
    http,
    [],
    { ...arrival, caller: '10.0.0.2' },
    'warning',
    'from the proxy (10.0.0.2)',
  ],
  ['the named proxy', https, ['10.0.0.0/24'], arrival, 'ok', 'is trusted'],
  ['within IPv6', https, ['10.0.0.2'], { ...arrival, peer: '::ffff:10.0.0.2' }, 'ok', 'is trusted'],
  ['another proxy', https, ['10.0.9.9'], { ...arrival, caller: '10.0.0.2' }, 'warning', 'not among'],
  [
    'a silent proxy',
    https,
    ['10.0.0.2'],
    { ...arrival, forwardedFor: null },
    'warning',
    'does not say who calls',
  ],
  [
    'a proxy that hands claims on',
    https,
    ['10.0.0.2'],
    { ...arrival, caller: claimedAddress },
    'fault',
    'claim any address',
  ],
  [
    'the same, seen from the machine itself',
    https,
    ['127.0.0.1'],
    { ...straight, caller: claimedAddress },
    'warning',
    'From this machine',
  ],
] as const)('%s', (_, address, trusted, came, state, words) => {
  const finding = judgeProxies({ ...seen, arrival: came }, address, [...trusted]);
  expect(finding).toMatchObject({ state, sentence: expect.stringContaining(words) });
  expect(finding?.mend === null).toBe(state === 'ok');
});

test('nothing is said of proxies where nothing arrived', () => {
  expect(judgeProxies({ ...seen, arrival: null }, https, [])).toBeNull();
});
