/** A network calls an account that is being set up: its channel reads the request as it will later, and whoever sets it up is shown what came. Nothing of it becomes a post. */
import type { AccountAccess, Channel } from '../../channels/channel.ts';
import type { Called, PlainAnswer, Taken } from '../../channels/receiving.ts';
import type { Network } from '../../domain/network.ts';
import { addArrival, findSetUp, type SetUpRow } from '../../storage/accountSetUps.ts';
import type { Storage } from '../../storage/database.ts';
import type { ReceivingPlace } from '../../storage/receivingAddress.ts';
import type { MasterKey } from '../../storage/secrets.ts';

interface Deps {
  storage: Storage;
  key: MasterKey;
  channels: Record<Network, Channel>;
  now(): Date;
}

/** Null where no such account is being set up. */
export async function callWhileSettingUp(
  { storage, key, channels, now }: Deps,
  { organisationId, accountId, turn }: ReceivingPlace,
  called: Called,
): Promise<PlainAnswer | null> {
  const at = now();
  if (turn !== 0) return null;
  const found = await storage.inOrganisation(organisationId, (tx) =>
    findSetUp(tx, key, organisationId, accountId, at),
  );
  const receive = found === null ? undefined : channels[found.network].receive;
  if (found === null || receive === undefined) return null;
  const channel = channels[found.network];
  const taken: Taken =
    called.body.length > receive.mostBytes
      ? { kind: 'refused', status: 413, reason: 'The request is larger than this network sends.' }
      : await receive.take(accessWhile(found), called, { now: at, casesOf: async () => [] });
  const arrival = {
    at: at.toISOString(),
    path: called.path,
    outcome: taken.kind,
    words: wordsOf(channel, taken),
  };
  await storage.inOrganisation(organisationId, (tx) =>
    addArrival(tx, key, organisationId, accountId, arrival),
  );
  if (taken.kind !== 'refused') return taken.answer;
  return { status: taken.status, type: 'text/plain; charset=utf-8', body: `${taken.reason}\n` };
}

/** What was typed so far is all there is: a channel finds secrets and addresses under the names of its fields, in both. */
function accessWhile({ id, typed }: SetUpRow): AccountAccess {
  return {
    accountId: id,
    networkId: '',
    handle: '',
    settings: typed,
    secret: typed,
    ourIds: [],
    watched: [],
    keepSecret: async () => undefined,
  };
}

const mostWords = 200;

/** What came, for whoever sets it up. */
function wordsOf(channel: Channel, taken: Taken): string {
  if (taken.kind === 'refused') return taken.reason;
  if (taken.kind === 'answered') return taken.what;
  const said = taken.items.map(({ payload }) => {
    const heard = channel.normalise(JSON.parse(JSON.stringify(payload)), {
      networkId: '',
      ourIds: [],
      watched: [],
    });
    if (heard.kind === 'post') {
      const { by, text } = heard.post;
      // A call has no words.
      return text === '' ? by.handle : `${by.handle}: ${text}`;
    }
    return heard.kind === 'delivery' ? `${heard.networkId}: ${heard.status}` : heard.kind;
  });
  return said.join(' · ').slice(0, mostWords).toWellFormed();
}
