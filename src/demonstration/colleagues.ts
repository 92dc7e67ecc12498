/** The members of the demonstration at work: every act goes through the verb of the desk that the console calls, at the time that is given. */
import type { Channel } from '../channels/channel.ts';
import { handOff } from '../desk/cases/handOff.ts';
import { claim, resolveCase, setSeverity, tagCase, writeNote } from '../desk/cases/workOnCase.ts';
import { breakCommitment, keepCommitment } from '../desk/commitments/endCommitment.ts';
import { sendReply } from '../desk/replies/writeReply.ts';
import { isFault } from '../domain/fault.ts';
import type { Network } from '../domain/network.ts';
import { casesById } from '../storage/caseReads.ts';
import { commitmentsOfCase, type ReplyPromise } from '../storage/commitments.ts';
import type { Storage } from '../storage/database.ts';
import { newId } from '../storage/ids.ts';
import { findPosts } from '../storage/intake.ts';
import { readSequence } from '../storage/organisationSettings.ts';
import type { MemberKey } from './story/members.ts';
import type { Act, Promised } from './story/plan.ts';
import type { InstitutionKey } from './story/words.ts';
import { withStaff } from './withStaff.ts';

/** The desk that was set up, by the names that the story has for it. */
export interface DemonstrationDesk {
  organisationId: number;
  members: Readonly<Record<MemberKey, string>>;
  accounts: Readonly<Record<InstitutionKey, string>>;
}

export interface ColleaguesDeps {
  storage: Storage;
  channels: Record<Network, Channel>;
  desk: DemonstrationDesk;
  /** True in the past: nobody else is at the desk. */
  alone: boolean;
}

interface CasePost {
  id: string;
  caseId: string;
}

/** `not there`: the post did not come to the desk yet. `left`: somebody else is on the case, or it moved; nothing was done. */
export type Done = 'done' | 'not there' | 'left';

const hour = 3_600_000;

function promiseOf(promised: Promised | null, ownerId: string, now: Date): ReplyPromise | null {
  if (promised === null) return null;
  const dueAt = new Date(now.getTime() + promised.hours * hour);
  return { kind: 'made', what: promised.what, dueAt, ownerId };
}

export class Colleagues {
  readonly #deps: ColleaguesDeps;
  readonly #posts = new Map<string, CasePost>();
  /** What a member had read of a case when they took it, by the post; an answer of somebody else after that is noticed. */
  readonly #read = new Map<string, number>();
  /** Cases that somebody else took; nobody goes after them again. */
  readonly #left = new Set<string>();

  constructor(deps: ColleaguesDeps) {
    this.#deps = deps;
  }

  /** Does it, now. Faults of the desk are answers here: a colleague who meets one leaves the case. */
  async act(act: Act, account: string, now: Date): Promise<Done> {
    const post = await this.#find(act.post);
    if (post === null) return 'not there';
    if (this.#left.has(post.caseId)) return 'left';
    try {
      await this.#do(act, post, account, now);
      return 'done';
    } catch (error) {
      if (!isFault(error)) throw error;
      this.#left.add(post.caseId);
      return 'left';
    }
  }

  async #find(networkId: string): Promise<CasePost | null> {
    const known = this.#posts.get(networkId);
    if (known !== undefined) return known;
    const { storage, desk } = this.#deps;
    const [post] = await storage.inOrganisation(desk.organisationId, (tx) =>
      findPosts(tx, desk.organisationId, [{ network: 'demonstration', networkId }]),
    );
    if (post?.caseId == null) return null;
    const found = { id: post.id, caseId: post.caseId };
    this.#posts.set(networkId, found);
    return found;
  }

  async #do(act: Act, post: CasePost, accountId: string, now: Date): Promise<void> {
    const { storage, channels, desk } = this.#deps;
    const { organisationId } = desk;
    const { caseId } = post;
    const acting = { storage, organisationId, memberId: desk.members[act.by], now };
    const { does } = act;
    switch (does.kind) {
      case 'claim':
        await claim(acting, caseId);
        this.#read.set(caseId, await this.#sequence());
        return;
      case 'severity':
        return setSeverity(acting, caseId, does.severity, does.vulnerable);
      case 'tags':
        return tagCase(acting, caseId, await this.#withTags(caseId, does.tags));
      case 'note':
        return writeNote(acting, caseId, does.text);
      case 'hand off':
        return handOff(acting, caseId, {
          to: { memberId: desk.members[does.to] },
          reason: does.reason,
          evenIfAway: false,
        });
      case 'resolve':
        // Colleagues settle a case and keep what was promised in it later.
        return resolveCase(acting, caseId, true);
      case 'keep':
        return this.#ofOpen(caseId, (id) => keepCommitment(acting, id, does.evidence));
      case 'give up':
        return this.#ofOpen(caseId, (id) => breakCommitment(acting, id, does.why));
      case 'ask':
      case 'report':
      case 'accept report':
        return withStaff(acting, desk, post, does);
      case 'reply': {
        const about = { caseId, postId: post.id, accountId, mode: 'public', attachments: [] } as const;
        const writtenOn = this.#read.get(caseId) ?? (await this.#sequence());
        const reply = { ...about, text: does.text, replyId: newId(now.getTime()), writtenOn, despite: null };
        const promise = promiseOf(does.promise, acting.memberId, now);
        await sendReply({ ...acting, channels }, { ...reply, promise });
        this.#read.set(caseId, await this.#sequence());
      }
    }
  }

  /** Ends what is promised on a case and still open. */
  async #ofOpen(caseId: string, end: (id: string) => Promise<void>): Promise<void> {
    const { storage, desk } = this.#deps;
    const found = await storage.inOrganisation(desk.organisationId, (tx) =>
      commitmentsOfCase(tx, desk.organisationId, caseId),
    );
    for (const { id, commitment } of found) if (commitment.state === 'open') await end(id);
  }

  /** The tags that a case has, topics that were found among them, and these. */
  async #withTags(caseId: string, tags: readonly string[]): Promise<string[]> {
    const { storage, desk } = this.#deps;
    const [listed] = await storage.reading(desk.organisationId, (tx) =>
      casesById(tx, desk.organisationId, [caseId]),
    );
    return [...new Set([...(listed?.tags ?? []), ...tags])];
  }

  /** How far the history is that they have read. Where nobody else is there, that is all of it. */
  async #sequence(): Promise<number> {
    const { storage, desk, alone } = this.#deps;
    if (alone) return Number.MAX_SAFE_INTEGER;
    return storage.inOrganisation(desk.organisationId, (tx) => readSequence(tx, desk.organisationId));
  }
}
