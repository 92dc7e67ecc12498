/** Reporting accounts on a server of the Mastodon API. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessTo, mastodonChannel, type OwnAccess } from '../../../test/factories/mastodonAccess.ts';
import { type MastodonDouble, startMastodonDouble } from '../../../test/servers/mastodon/startDouble.ts';
import type { Outcome } from '../channel.ts';
import { rights } from './registering.ts';

const channel = mastodonChannel();
let double: MastodonDouble;
let access: OwnAccess;
const report = (networkId: string, as = access, reason = 'It answers as if it were us.') =>
  channel.report?.({ ...as, accountId: crypto.randomUUID() }, { networkId, reason }) as Promise<Outcome>;

beforeAll(async () => {
  double = await startMastodonDouble({ streams: false });
  const house = double.street.add('care');
  access = await accessTo(channel, { server: double.address, token: double.token(house) });
});
afterAll(() => double.close());

test('an account is reported by its own id, and passed on where it lives elsewhere', async () => {
  const [near, far] = [double.street.add('care_help'), double.street.add('care', 'elsewhere.example')];
  expect(await report('acct:care_help@people.example')).toMatchObject({ kind: 'sent' });
  expect(await report('acct:care@elsewhere.example')).toMatchObject({ kind: 'sent' });
  expect(double.street.reports).toEqual([
    { account_id: near.id, comment: 'It answers as if it were us.', category: 'other', forward: false },
    { account_id: far.id, comment: 'It answers as if it were us.', category: 'other', forward: true },
  ]);
});

test('an account that is gone, a missing right and a server without reports are said plainly', async () => {
  expect(await report('acct:nobody@people.example')).toMatchObject({ kind: 'refused', code: 'account_gone' });
  double.street.add('imposter');
  const few = rights.filter((one) => one !== 'write:reports');
  const [house] = double.street.people;
  if (house === undefined) throw new Error('the house is not there');
  const lacking = await accessTo(channel, { server: double.address, token: double.token(house, few) });
  const said = await report('acct:imposter@people.example', lacking);
  expect(said).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/by hand.*write:reports/) });
  for (const kind of ['fails', 'garbage', 'cut_after'] as const) {
    double.faults.push({ kind, path: '/api/v1/reports' });
    const unknown = await report('acct:imposter@people.example');
    expect(unknown).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(/Nobody knows yet/) });
  }
});

test('where a person reports it is the page of the account', () => {
  const address = (networkId: string) => channel.reportAddress?.({ networkId, handle: '' });
  expect(address('acct:care_help@people.example')).toBe('https://people.example/@care_help');
  expect(address('acct:nobody')).toBeNull();
});

test('it hides nothing of others: the network lets nobody', () => {
  expect([channel.hide, channel.abilities.hides]).toEqual([undefined, undefined]);
});
