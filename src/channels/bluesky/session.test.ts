import { expect, test } from 'vitest';
import type { AccountAccess, ChannelTools } from '../channel.ts';
import { tryAccess } from './session.ts';

const account: AccountAccess = {
  accountId: 'a',
  networkId: 'did:plc:karoowater',
  handle: 'karoowater.example',
  settings: { server: 'https://pds.example' },
  secret: { password: 'abcd-efgh' },
  ourIds: [],
  watched: [],
  keepSecret: async () => undefined,
};

/** A server that answers each method so; what it was asked, in order. */
function network(answers: Record<string, () => Response>): { tools: ChannelTools; asked: string[] } {
  const asked: string[] = [];
  const fetching = async (address: string | URL | Request) => {
    const method = new URL(String(address)).pathname.replace('/xrpc/', '');
    asked.push(method);
    const answer = answers[method];
    if (answer === undefined) throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    return answer();
  };
  return { asked, tools: { fetch: fetching as typeof fetch, now: () => new Date(), log: () => undefined } };
}

const session = () => Response.json({ accessJwt: 'a.e30.c', refreshJwt: 'a.e30.c' });

test('an account that is let in is asked for nothing but its session', async () => {
  const { tools, asked } = network({
    'com.atproto.server.createSession': session,
    'com.atproto.server.getSession': () => Response.json({ did: account.networkId }),
  });
  await tryAccess(tools, account);
  expect(asked).toEqual(['com.atproto.server.createSession', 'com.atproto.server.getSession']);
});

test('a changed password and a network that is away are told apart', async () => {
  const refused = network({
    'com.atproto.server.createSession': () =>
      Response.json({ error: 'AuthenticationRequired', message: 'Invalid password' }, { status: 401 }),
  });
  await expect(tryAccess(refused.tools, account)).rejects.toMatchObject({ code: 'account_refused' });
  await expect(tryAccess(network({}).tools, account)).rejects.toMatchObject({ code: 'network_unreachable' });
});
