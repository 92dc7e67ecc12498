/** Connecting an account of X, and keeping its permission. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessTo, type Clock, toolsFor } from '../../../test/factories/x/access.ts';
import { challengeOf } from '../../../test/factories/x/proofs.ts';
import { XDouble } from '../../../test/factories/x/xDouble.ts';
import { lacksBearer } from './connect.ts';
import { x } from './index.ts';
import { lacksMessages, lacksUnsummoned, lacksWriting } from './permission.ts';

let double: XDouble;
const clock: Clock = { now: null };
const channel = () => x(toolsFor(double, clock));
const setUp = {
  accountId: '0190b6a4-0000-7000-8000-0000000000b1',
  address: 'https://desk.example.org/in/a/s',
};

beforeAll(async () => {
  double = await new XDouble().open();
});
afterAll(() => double.close());

const typed = (more: Record<string, string> = {}): Record<string, string> => {
  const { consumerKey, consumerSecret, accessToken, accessSecret, bearer } = double.keys;
  return { consumerKey, consumerSecret, accessToken, accessSecret, bearer, server: double.address, ...more };
};
const tried = (what: Record<string, string>) => channel().connect?.try(what, setUp);

test('keys are tried: whose they are, what the app may do, what it read this month', async () => {
  expect(await tried(typed({ hearing: 'webhook' }))).toMatchObject({
    networkId: double.us.id,
    handle: 'water_care',
    name: 'Water Care',
    settings: { webhook: setUp.address, hearing: 'webhook' },
    lacks: [lacksUnsummoned],
    checks: [
      'This is @water_care.',
      'The app may write posts.',
      'The app may read direct messages.',
      'X can be given our address; it is, once the account is saved.',
      'The app has read 1,234 of the 3,000,000 posts that it may read in a month.',
    ],
  });
});

test('what is missing is named: writing, messages, the token by which X calls', async () => {
  double.level = 'read';
  const { bearer, ...without } = typed({ hearing: 'activity', reach: 'everybody' });
  const made = await tried(without);
  expect(made?.lacks).toEqual([lacksWriting, lacksMessages, lacksBearer]);
  expect(made?.settings.messages).toBe('none');
  double.level = 'read-write-directmessages';
  expect((await tried(typed({ bearer: `${bearer} wrong`, hearing: 'webhook' })))?.lacks).toContain(
    lacksBearer,
  );
});

test('wrong keys, a wrong address and an address that X cannot call are refused with a sentence', async () => {
  await expect(tried(typed({ accessSecret: 'wrong' }))).rejects.toMatchObject({ code: 'account_refused' });
  await expect(tried(typed({ server: 'nowhere' }))).rejects.toMatchObject({ code: 'input_invalid' });
  await expect(tried(typed({ server: 'http://127.0.0.1:9' }))).rejects.toMatchObject({
    code: 'network_unreachable',
  });
  const wish = typed({ hearing: 'webhook' });
  for (const address of [null, 'http://desk.example.org/in', 'https://desk.example.org:8443/in'])
    await expect(channel().connect?.try(wish, { ...setUp, address })).rejects.toMatchObject({
      code: 'input_invalid',
    });
});

test('the steps lead to the page of X, and its permission becomes tokens', async () => {
  const { clientId, clientSecret } = double.keys;
  const oauth2 = { ...typed(), signing: 'oauth2', clientId, clientSecret };
  const steps = channel().connect?.guide?.(oauth2, setUp) ?? [];
  const link = new URL(steps.find((step) => step.link?.includes('authorize'))?.link ?? '');
  expect(steps[1]?.copy?.value).toBe(`${setUp.address}/back`);
  expect(link.searchParams.get('scope')).toContain('offline.access');
  double.consent = { code: 'the code', challenge: link.searchParams.get('code_challenge') ?? '' };
  const back = `${setUp.address}/back?state=${setUp.accountId}&code=${encodeURIComponent('the code')}`;
  const made = await tried({ ...oauth2, consent: back });
  expect(made).toMatchObject({
    handle: 'water_care',
    secret: { access: expect.any(String), refresh: expect.any(String) },
  });
  await expect(tried({ ...oauth2, consent: back.replace(setUp.accountId, 'another') })).rejects.toMatchObject(
    { code: 'input_invalid' },
  );
  await expect(tried({ ...oauth2, consent: back.replace('the', 'no') })).rejects.toMatchObject({
    code: 'account_refused',
  });
  expect(challengeOf('a')).not.toBe(link.searchParams.get('code_challenge'));
});

test('a token is renewed before it ends, once for all who ask, and kept', async () => {
  const { clientId, clientSecret } = double.keys;
  const tokens = double.grant(60);
  const kept: Record<string, string>[] = [];
  const secret = { ...double.keys, clientSecret, ...tokens };
  const account = accessTo(double, {
    settings: { clientId },
    secret,
    keepSecret: async (one) => void kept.push(one),
  });
  const one = channel();
  await Promise.all([one.tryAccess?.(account), one.tryAccess?.(account), one.tryAccess?.(account)]);
  expect(kept).toHaveLength(1);
  expect(account.told.map(({ code }) => code)).toEqual(['token_renewed']);
  // Who still holds the old one goes on with what was given for it.
  await one.tryAccess?.(account);
  expect(kept).toHaveLength(1);
  clock.now = new Date(Date.now() + 7_200_000);
  await one.tryAccess?.(account);
  expect(kept).toHaveLength(2);
  clock.now = null;
});

test('a token that X ended early is renewed; a renewal that X refuses alarms', async () => {
  const { clientId, clientSecret } = double.keys;
  const tokens = double.grant();
  const account = accessTo(double, {
    settings: { clientId },
    secret: { ...double.keys, clientSecret, ...tokens },
  });
  double.access.clear();
  await channel().tryAccess?.(account);
  expect(account.secret.access).not.toBe(tokens.access);
  const late = accessTo(double, { settings: { clientId }, secret: { clientSecret, ...tokens, ends: '0' } });
  await expect(channel().tryAccess?.(late)).rejects.toMatchObject({ code: 'account_refused' });
});

test('every request was one that X describes', () => {
  expect(double.wrong).toEqual([]);
});
