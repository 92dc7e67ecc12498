/** Hides answers under our own posts by the gate of their thread, and reports accounts to the service that moderates. */
import { outcomeOfAct } from '../acting.ts';
import type { ChannelTools, Outcome } from '../channel.ts';
import { type Dictionary, dictionary, text } from '../reading.ts';
import { readAddress } from './identifiers.ts';
import { outcomeOfError, outcomeOfRefusal } from './outcome.ts';
import type { Session } from './session.ts';
import { Refused } from './xrpc.ts';

const gateCollection = 'app.bsky.feed.threadgate';
/** So many answers does a gate hide at most, by its lexicon. */
const mostHidden = 300;
/** How often a gate that somebody else writes at the same time is read again. */
const tries = 3;

const refused = (code: string, reason: string): Outcome => ({ kind: 'refused', code, reason });

/** Hides an answer in a thread that this account began, or shows it again. Doing it twice changes nothing. */
export async function hideReply(
  tools: ChannelTools,
  session: Session,
  { networkId, thread }: { networkId: string; thread: string },
  hidden: boolean,
): Promise<Outcome> {
  const root = readAddress(thread);
  if (root === null || root.did !== session.account.networkId || thread === networkId)
    return refused(
      'cannot_hide',
      'Bluesky lets an account hide answers only under its own posts. Report the account, or answer in public.',
    );
  const gate = { repo: root.did, collection: gateCollection, rkey: root.rkey };
  try {
    for (let n = 0; n < tries; n += 1) {
      const found = await readGate(session, gate);
      const before = found?.hidden ?? [];
      if (before.includes(networkId) === hidden)
        return { kind: 'sent', networkId, at: tools.now(), handle: {} };
      const after = hidden ? [...before, networkId] : before.filter((one) => one !== networkId);
      if (after.length > mostHidden) return refused('cannot_hide', full);
      const record = {
        $type: gateCollection,
        post: thread,
        createdAt: tools.now().toISOString(),
        ...found?.record,
        hiddenReplies: after,
      };
      const input = { ...gate, record, swapRecord: found?.cid ?? null };
      const answer = await session.ask({ method: 'com.atproto.repo.putRecord', input });
      if (answer.ok) return { kind: 'sent', networkId, at: tools.now(), handle: {} };
      if (answer.error !== 'InvalidSwap')
        return outcomeOfAct(outcomeOfRefusal(answer, 'publishing', tools.now()), 'Bluesky');
    }
    return refused('cannot_hide', 'Somebody else is changing what is hidden in this thread. Try again.');
  } catch (error) {
    return outcomeOfAct(outcomeOfError(error, 'publishing', tools.now()), 'Bluesky');
  }
}

const full = `Bluesky hides ${mostHidden} answers under one post at most. Show another one again first.`;

async function readGate(
  session: Session,
  gate: { repo: string; collection: string; rkey: string },
): Promise<{ cid: string | null; record: Dictionary; hidden: string[] } | null> {
  const answer = await session.ask({ method: 'com.atproto.repo.getRecord', query: gate });
  if (!answer.ok) {
    if (answer.error === 'RecordNotFound') return null;
    throw new Refused('com.atproto.repo.getRecord', answer);
  }
  const record = dictionary(answer.body.value) ?? {};
  const list = Array.isArray(record.hiddenReplies) ? record.hiddenReplies : [];
  const hidden = list.filter((one): one is string => typeof one === 'string');
  return { cid: text(answer.body.cid), record, hidden };
}

/** Reports an account as misleading about who it is, to the moderation that our server or the account names. */
export async function reportAccount(
  tools: ChannelTools,
  session: Session,
  { networkId, reason }: { networkId: string; reason: string },
): Promise<Outcome> {
  const { moderation } = session.account.settings;
  const input = {
    reasonType: 'com.atproto.moderation.defs#reasonMisleading',
    reason,
    subject: { $type: 'com.atproto.admin.defs#repoRef', did: networkId },
  };
  try {
    const answer = await session.ask({
      method: 'com.atproto.moderation.createReport',
      input,
      ...(moderation === undefined ? {} : { proxy: `${moderation}#atproto_labeler` }),
    });
    if (!answer.ok) return outcomeOfAct(outcomeOfRefusal(answer, 'publishing', tools.now()), 'Bluesky');
    return { kind: 'sent', networkId, at: tools.now(), handle: {} };
  } catch (error) {
    return outcomeOfAct(outcomeOfError(error, 'publishing', tools.now()), 'Bluesky');
  }
}

/** The page of an account, on which a person reports it. */
export const profileOf = (did: string): string | null =>
  /^did:[a-z]+:[A-Za-z0-9._:%-]+$/.test(did) ? `https://bsky.app/profile/${did}` : null;
