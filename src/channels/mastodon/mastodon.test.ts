import { accessTo, mastodonChannel, replyTo } from '../../../test/factories/mastodonAccess.ts';
import { startMastodonDouble } from '../../../test/servers/mastodon/startDouble.ts';
import type { HeardPost } from '../../domain/post.ts';
import type { Channel } from '../channel.ts';
import { channelContract, type SendingNetwork } from '../contract.ts';
import { fixtures, hearingAccount } from './fixtures/fixtures.ts';

/** A server that keeps keys, as Mastodon does, and one that ignores them, as others do. */
for (const keepsKeys of [true, false]) {
  channelContract(`Mastodon (${keepsKeys ? 'keys are kept' : 'keys are ignored'})`, () => {
    const channel = mastodonChannel();
    return {
      channel,
      account: hearingAccount,
      fixtures,
      openNetwork: () => openNetwork(channel, keepsKeys),
    };
  });
}

async function openNetwork(channel: Channel, keepsKeys: boolean): Promise<SendingNetwork> {
  const double = await startMastodonDouble({ keepsKeys, streams: false });
  const { street } = double;
  const [house, amina] = [street.add('care'), street.add('amina')];
  const account = await accessTo(channel, { server: double.address, token: double.token(house) });
  const asked = street.write(amina, { status: '@care no water' });
  const private_ = street.write(amina, { status: '@care my number', visibility: 'direct' });
  const post = (id: string, visibility: HeardPost['visibility']) => ({
    networkId: `${double.domain}/${id}`,
    thread: `${double.domain}/${id}`,
    by: { networkId: 'acct:amina@people.example', handle: 'amina@people.example', name: null },
    handle: {},
    visibility,
  });
  const posts = { public: post(asked.id, 'public'), direct: post(private_.id, 'direct') };
  return {
    account,
    reply: async (mode, text) => replyTo(channel, posts[mode], text),
    published: async (text) => street.statuses.filter(({ typed }) => typed.endsWith(` ${text}`)).length,
    async limitNext(until) {
      double.faults.push({ kind: 'limited', path: '/api/v1/statuses', method: 'POST', until });
      // What a server asked for holds for the account: the next test is not to wait for it.
      account.accountId = crypto.randomUUID();
    },
    async cutNext() {
      double.faults.push({ kind: 'cut_after', path: '/api/v1/statuses', method: 'POST' });
      account.accountId = crypto.randomUUID();
    },
    close: () => double.close(),
  };
}
