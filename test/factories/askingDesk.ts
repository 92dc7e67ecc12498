/** "Did it happen?" on a browser's desk: promises are kept and asked about, and what authors write is read, as by a member who is not an admin. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { CaseView, CommitmentView } from '../../src/api/contract.ts';
import type { HeardPost } from '../../src/domain/post.ts';
import { promiseTold } from '../../src/domain/promiseTold.ts';
import { markBounced } from '../../src/storage/deliveries.ts';
import { join, type Person } from './apiServer.ts';
import { type BrowserDesk, openBrowserDesk } from './browserDesk.ts';
import { type Promising, promisingOn } from './promising.ts';

const lists = ['open', 'late', 'kept', 'broken'] as const;
export const day = 86_400_000;
export type Answer = NonNullable<NonNullable<CommitmentView['asked']>['answer']>;

export interface AskingDesk {
  desk: BrowserDesk;
  made: Promising;
  thabo: Person;
  /** The promise that is spoken of, and its case. */
  of: { id: string; caseId: string };
  /** We promise something to an author who asks; it is the one that is spoken of from now on. */
  promise(thread: string, what: string): Promise<void>;
  mine(id?: string): Promise<CommitmentView>;
  theCase(): Promise<CaseView>;
  later(seconds?: number): void;
  /** The first author, or somebody else, writes in the thread; answers the post's id. */
  writes(text: string, more?: Partial<HeardPost>): Promise<string>;
  /** An answer of ours leaves; answers its id. `replyId`: one that came back is sent again. */
  reply(text: string, replyId?: string): Promise<string>;
  /** The answer that left last did not reach its author. */
  comesBack(): Promise<void>;
  keep(evidence: string, id?: string): Promise<unknown>;
  read(
    answer: { postId: string; revision: string },
    says: string,
    as?: Person,
  ): ReturnType<BrowserDesk['server']['ask']>;
  /** Once this is suggested, or left to a person to read (null). */
  answered(postId: string, says: Answer['says']): Promise<Answer>;
}

/** What we suggest to write when a promise was kept. */
export const asking = (what: string): string =>
  promiseTold(['en'], { kept: true, what, evidence: null, asks: true }).text;

export async function openAskingDesk(): Promise<AskingDesk> {
  const desk = await openBrowserDesk(false);
  const made = await promisingOn(desk);
  const thabo = await join(desk.server, desk.admin, 'agent', 'thabo@water.example');
  const of = { id: '', caseId: '' };
  const mine = async (id = of.id): Promise<CommitmentView> => {
    for (const one of lists) {
      const { rows } = await made.ask<{ rows: CommitmentView[] }>('GET', `/api/commitments?list=${one}`);
      const found = rows.find((row) => row.id === id);
      if (found !== undefined) return found;
    }
    throw new Error('the promise is gone');
  };
  const theCase = () => made.ask<CaseView>('GET', `/api/cases/${of.caseId}`);
  const later = (seconds = 60) => {
    desk.server.clock.ahead += seconds * 1000;
  };
  return {
    desk,
    made,
    thabo,
    of,
    mine,
    theCase,
    later,
    async promise(thread, what) {
      of.id = await made.promise(thread, what, new Date(desk.server.now().getTime() + 2 * day));
      of.caseId = (await mine()).caseId;
    },
    async writes(text, more = {}) {
      later();
      await desk.hear('amina', text, { at: desk.server.now(), ...more });
      const found = async () => (await theCase()).posts.findLast((post) => post.text === text)?.id ?? null;
      if (more.by === undefined) await expect.poll(found).not.toBeNull();
      return (await found()) ?? '';
    },
    async reply(text, replyId = randomUUID()) {
      later();
      const { permissions, answering, sequence, posts } = await theCase();
      const postId = answering ?? posts.findLast(({ direction }) => direction === 'inbound')?.id;
      await made.ask('POST', `/api/cases/${of.caseId}/replies`, {
        replyId,
        text,
        mode: 'public',
        postId,
        accountId: permissions[0]?.accountId,
        writtenOn: sequence,
        promise: { kind: 'none' },
      });
      later(11);
      await expect.poll(() => desk.sent.some((sent) => sent.text === text)).toBe(true);
      return replyId;
    },
    comesBack: () => comesBack(desk),
    keep: (evidence, id = of.id) => made.ask('PUT', `/api/commitments/${id}/kept`, { evidence }),
    read: ({ postId, revision }, says, as = thabo) =>
      desk.server.ask({
        method: 'PUT',
        url: `/api/commitments/${of.id}/author-said`,
        as,
        payload: { postId, revision, says },
      }),
    async answered(postId, says) {
      await expect.poll(async () => (await mine()).asked?.answer).toMatchObject({ postId, says });
      return (await mine()).asked?.answer as Answer;
    },
  };
}

async function comesBack(desk: BrowserDesk): Promise<void> {
  const replyId = desk.sent.at(-1)?.replyId ?? '';
  const { storage, now } = desk.server;
  const { id: organisationId } = await storage.system
    .selectFrom('organisation')
    .select('id')
    .executeTakeFirstOrThrow();
  const told = { network: 'bluesky', networkId: `at://sent/${replyId}`, reason: 'Nobody is there.' } as const;
  await storage.inOrganisation(organisationId, (tx) =>
    markBounced(tx, organisationId, [{ replyId, news: { ...told, status: 'failed', at: now() } }], now()),
  );
}
