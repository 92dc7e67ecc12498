/** A desk with an open call for complaints that was announced, and people who write. */
import { randomUUID } from 'node:crypto';
import { announceCall } from '../../src/desk/calls/announceCall.ts';
import { openCall } from '../../src/desk/calls/openCall.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import type { CallCounts } from '../../src/domain/complaintCallCounts.ts';
import { countsOfCall } from '../../src/insight/complaintCalls.ts';
import { gatherOnce } from '../../src/jobs/keepCalls.ts';
import { findCall } from '../../src/storage/complaintCalls.ts';
import type { Storage } from '../../src/storage/database.ts';
import { addressOf, at as atMinute, hear, item, rows, serve } from './desk.ts';
import { type AnsweringDesk, deskThatAnswers } from './deskThatAnswers.ts';

export const callers = ['did:plc:amina', 'did:plc:aline', 'did:plc:juma'] as const;
export const hour = 3_600;

export const callsDeps = (storage: Storage, at: AnsweringDesk) => ({
  storage,
  now: () => at.acting().now,
  log: (event: string, particulars: object) => {
    throw new Error(`${event} ${JSON.stringify(particulars)}`);
  },
});

/** A call that is open for so many days. */
export async function callWorld(storage: Storage, days = 3, isAnnounced = true) {
  const at = await deskThatAnswers(storage);
  at.wait(hour);
  const id = randomUUID();
  const call = {
    id,
    institutionId: at.desk.institutionId,
    question: 'Tell me about our clinics',
    hashtag: 'OurClinics',
    closesAt: new Date(at.acting().now.getTime() + days * 86_400_000),
    formId: null,
    signed: 'Naledi, minister',
  };
  await openCall(at.acting(), call);
  const replyId = randomUUID();
  const written = { replyId, accountId: at.desk.house.id, text: 'Tell me about our clinics #OurClinics' };
  if (isAnnounced) {
    await announceCall(at.acting(), id, written);
    at.wait(11);
    await deliverNext(at.delivery());
  }
  const [announced] = await rows<{ network_id: string }>(at.desk, 'reply');
  const minuteNow = () => Math.floor((at.acting().now.getTime() - atMinute(0).getTime()) / 60_000);
  let made = 0;
  const take = async (...items: Parameters<typeof hear>[2]) => {
    await hear(at.desk, at.desk.house, items, at.acting().now);
    await serve(storage);
  };
  const write = async (
    author: number,
    text: string,
    more: {
      root?: string;
      parent?: string;
      version?: number;
      key?: string;
      minute?: number;
      named?: boolean;
    } = {},
  ) => {
    const { key = `said${made++}`, minute = minuteNow(), named = more.version !== undefined, ...rest } = more;
    // A later version of a post that is known is let through by the stream whatever it says; here because it names us.
    const mentions = named ? [at.desk.house.did] : [];
    const did = callers[author % 3] ?? callers[0];
    await take(item({ did, key, minute, text, mentions, ...rest }));
    return key;
  };
  /** We answer a post of an author in public. */
  const answer = async (author: number, key: string, root?: string) => {
    const parent = addressOf(callers[author % 3] ?? callers[0], key);
    const did = at.desk.house.did;
    await take(
      item({
        did,
        key: `ours${made++}`,
        minute: minuteNow(),
        text: 'We are on it.',
        root: root ?? parent,
        parent,
      }),
    );
  };
  const counts = (callId = id): Promise<CallCounts> =>
    storage.inOrganisation(at.desk.organisationId, async (tx) => {
      const found = await findCall(tx, at.desk.organisationId, callId);
      if (found === null) throw new Error('the call is gone');
      return countsOfCall(tx, found, at.acting().now);
    });
  const gather = async (worker = 'gatherer') => {
    while (await gatherOnce(callsDeps(storage, at), worker));
  };
  const facts = async (action: string) =>
    (await rows<{ action: string; sequence: number }>(at.desk, 'history')).filter(
      (one) => one.action === action,
    );
  /** The post with these words. */
  const postOf = async (words: string): Promise<string> => {
    const found = (await rows<{ id: string; text: string }>(at.desk, 'post')).find(({ text }) =>
      text.startsWith(words),
    );
    if (found === undefined) throw new Error(`nobody wrote ${words}`);
    return found.id;
  };
  const announcement = announced?.network_id ?? '';
  return {
    at,
    id,
    call,
    written,
    announcement,
    minuteNow,
    take,
    write,
    answer,
    counts,
    gather,
    facts,
    postOf,
  };
}

export type CallWorld = Awaited<ReturnType<typeof callWorld>>;
