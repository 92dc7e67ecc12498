/** Everything that the private page of a case shows its author. */
import type { Channel } from '../../channels/channel.ts';
import { type AuthorState, authorState } from '../../domain/caseLink.ts';
import { type Standing, standingOf } from '../../domain/commitment.ts';
import type { StaffName } from '../../domain/maskNames.ts';
import type { Network } from '../../domain/network.ts';
import type { CaseLink } from '../../storage/caseLinks.ts';
import { commitmentsOfConversation, type StoredCommitment } from '../../storage/commitments.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { listMembers } from '../../storage/members.ts';
import {
  atOneMoment,
  houseOfAccount,
  readAuthorsThread,
  signaturesInCase,
  waitingInThread,
} from '../../storage/threadReads.ts';

export interface SaidPost {
  /** Null while it waits to be taken to the desk: its pictures are shown then. */
  id: string | null;
  ours: boolean;
  /** Null when it was deleted. */
  text: string | null;
  pictures: number;
  at: Date;
  /** Of the member who wrote this answer of ours; null elsewhere. */
  signature: string | null;
}

/** A promise that was made to the author. */
export interface PromiseToAuthor {
  id: string;
  /** Null once its words were erased. */
  what: string | null;
  /** What shows that it was kept, or why it will not be. */
  evidence: string | null;
  standing: Standing;
  dueAt: Date;
  endedAt: Date | null;
  renewals: number;
  confirmed: boolean;
  /** As a member read it in what the author wrote. */
  confirmedByReading: boolean;
  hidden: boolean;
}

export interface PrivatePage {
  institution: string;
  /** Where its promises stand for all to read: /promises/<page>; null where nobody is known. */
  promisesPage: string | null;
  /** The earliest due first. */
  promises: PromiseToAuthor[];
  timeZone: string;
  /** Null while it is not at the desk yet. */
  caseNumber: number | null;
  state: AuthorState;
  since: Date;
  /** Oldest first. */
  posts: SaidPost[];
  /** Whose names the page masks: everybody who is or was a member. */
  staff: StaffName[];
}

/** Reads it as it was at one moment. What the author wrote a moment ago is among it, wherever it is on its way. */
export async function readPrivatePage(
  storage: Storage,
  channels: Record<Network, Channel>,
  link: CaseLink,
  now: Date,
): Promise<PrivatePage> {
  const { organisationId } = link;
  return storage.inOrganisation(organisationId, async (tx) => {
    await atOneMoment(tx);
    const waiting = await waitingPosts(tx, channels, link);
    const thread = await readAuthorsThread(tx, organisationId, link);
    const house = await houseOfAccount(tx, organisationId, link.accountId);
    const signatures =
      thread === null ? new Map<string, string>() : await signaturesInCase(tx, organisationId, thread.caseId);
    const made =
      thread === null ? [] : await commitmentsOfConversation(tx, organisationId, thread.conversationId);
    const here = new Set(thread?.posts.map((post) => post.networkId));
    const late = waiting.filter((post) => !here.has(post.networkId));
    const posts = [
      ...(thread?.posts ?? []).map(({ id, networkId, direction, text, media, at }) => ({
        id,
        ours: direction === 'house',
        text,
        pictures: media.length,
        at,
        signature: direction === 'house' ? (signatures.get(networkId) ?? null) : null,
      })),
      ...late.map(({ text, at }) => ({ id: null, ours: false, text, pictures: 0, at, signature: null })),
    ];
    return {
      institution: house?.institution ?? '',
      promisesPage: house?.page ?? null,
      promises: made.map((one) => promiseToAuthor(one, now)),
      timeZone: house?.timeZone ?? 'UTC',
      caseNumber: thread?.caseNumber ?? null,
      state: late.length > 0 && thread !== null ? 'working' : authorState(thread?.state ?? null),
      since: thread?.stateAt ?? link.madeAt,
      posts,
      staff: await listMembers(tx, organisationId),
    };
  });
}

function promiseToAuthor(
  { id, what, evidence, hiddenAt, commitment }: StoredCommitment,
  now: Date,
): PromiseToAuthor {
  const { dueAt, endedAt, renewals, confirmed, confirmedByReading, state } = commitment;
  const standing = standingOf(commitment, now);
  const hidden = hiddenAt !== null;
  return {
    id,
    what,
    evidence: state === 'open' ? null : evidence,
    standing,
    dueAt,
    endedAt,
    renewals,
    confirmed,
    confirmedByReading,
    hidden,
  };
}

async function waitingPosts(
  tx: Tenant,
  channels: Record<Network, Channel>,
  link: CaseLink,
): Promise<{ networkId: string; text: string; at: Date }[]> {
  const payloads = await waitingInThread(tx, link.organisationId, link.thread);
  const account = { networkId: link.accountId, ourIds: [], watched: [] };
  const posts = payloads.flatMap((payload) => {
    const heard = channels[link.network].normalise(JSON.parse(payload), account);
    return heard.kind === 'post' ? [heard.post] : [];
  });
  // One that was sent twice waits twice.
  return [...new Map(posts.map((post) => [post.networkId, post])).values()];
}
