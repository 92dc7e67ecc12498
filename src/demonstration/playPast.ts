/** The two weeks before: posts come in by the intake and members act by the desk, in the order in which it was, each at its own time. */
import { heardSince } from '../channels/demonstration/index.ts';
import { buildChannels } from '../channels/networks.ts';
import { deliverNext } from '../desk/replies/deliver.ts';
import { undoMilliseconds } from '../domain/reply.ts';
import type { OpenedAccount } from '../storage/accounts.ts';
import { openAccount } from '../storage/accountsOpened.ts';
import type { Storage } from '../storage/database.ts';
import { saveRawItems } from '../storage/inbox.ts';
import type { MasterKey } from '../storage/secrets.ts';
import { instantOfPast } from './clock.ts';
import { Colleagues, type DemonstrationDesk } from './colleagues.ts';
import { type Act, planFor } from './story/plan.ts';
import { tell } from './story/tell.ts';
import { minute, type Telling } from './story/telling.ts';
import type { InstitutionKey } from './story/words.ts';
import { reactionsTo, type Street } from './street.ts';

export interface PastDeps {
  storage: Storage;
  key: MasterKey;
  desk: DemonstrationDesk;
  street: Street;
  telling: Telling;
  begun: Date;
  /** Takes everything that waits in the inbox to the desk, as of then. */
  drain(now: () => Date): Promise<void>;
  log(event: string, particulars: Record<string, string | number>): void;
  onProgress(progress: { story: number; of: number; posts: number; answers: number }): void;
  signal: AbortSignal;
}

/** Every act of the past with the institution whose account it is done from, in order. */
export function actsUntil(telling: Telling, from: number, until: number): (Act & { to: InstitutionKey })[] {
  return tell(telling, from, until)
    .flatMap((post) => planFor(telling, post).map((act) => ({ ...act, to: post.to })))
    .sort((a, b) => a.story - b.story);
}

/** Members look at what is new every so often, not at each post: a third of the time for as true a story. */
const round = 20 * minute;

function atTheirRounds<One extends Act>(acts: readonly One[]): One[] {
  const first = new Map<string, number>();
  const moved = acts.map((act) => {
    // What follows on an answer keeps its distance to it.
    const about = act.post.replace(/^(re-)+/, '');
    const late = first.get(about) ?? Math.ceil(act.story / round) * round - act.story;
    first.set(about, late);
    return { ...act, story: act.story + late };
  });
  return moved.sort((a, b) => a.story - b.story);
}

/** Plays it from the first day to where the live part begins. Throws when the signal ends it. */
export async function playPast(deps: PastDeps): Promise<{ posts: number; answers: number }> {
  const past = new Past(deps);
  await past.open();
  const { liveFrom } = deps.telling;
  for (const act of atTheirRounds(actsUntil(deps.telling, 0, liveFrom))) {
    deps.signal.throwIfAborted();
    if (act.story >= liveFrom) break;
    await past.act(act);
  }
  await past.end();
  return { posts: past.posts, answers: past.answers };
}

class Past {
  posts = 0;
  answers = 0;
  readonly #deps: PastDeps;
  readonly #channels;
  readonly #colleagues: Colleagues;
  readonly #cursors = new Map<string, string | null>();
  #accounts: OpenedAccount[] = [];
  /** Published and not at the desk yet. */
  readonly #waiting = new Set<string>();
  #now = new Date(0);

  constructor(deps: PastDeps) {
    this.#deps = deps;
    const tools = { fetch, now: () => this.#now, log: deps.log };
    this.#channels = buildChannels(tools);
    this.#colleagues = new Colleagues({
      storage: deps.storage,
      channels: this.#channels,
      desk: deps.desk,
      alone: true,
    });
  }

  async open(): Promise<void> {
    const { storage, key, desk } = this.#deps;
    for (const id of Object.values(desk.accounts)) {
      const account = await openAccount(storage, key, desk.organisationId, id);
      if (account !== null) this.#accounts.push(account);
    }
  }

  async act(act: Act & { to: InstitutionKey }): Promise<void> {
    await this.#publish(act.story);
    // What the author answered meanwhile belongs to the matter: a case that is settled before it is heard would open again.
    const needed = act.does.kind === 'resolve' ? [act.post, ...reactionsTo(act.post)] : [act.post];
    if (needed.some((id) => this.#waiting.has(id))) await this.#take();
    const done = await this.#colleagues.act(act, this.#deps.desk.accounts[act.to], this.#now);
    if (done !== 'done' || act.does.kind !== 'reply') return;
    this.answers += 1;
    await this.#deliver();
  }

  async end(): Promise<void> {
    await this.#publish(this.#deps.telling.liveFrom);
    await this.#take();
  }

  async #publish(story: number): Promise<void> {
    const { telling, begun, street, onProgress } = this.#deps;
    this.#now = instantOfPast(telling, begun, story);
    const instantOf = (at: number) => instantOfPast(telling, begun, at);
    const { ids } = await street.publish(story, this.#now, { instantOf, realOf: (span) => span });
    for (const id of ids) this.#waiting.add(id);
    this.posts += ids.length;
    onProgress({ story, of: telling.liveFrom, posts: this.posts, answers: this.answers });
  }

  /** The way of every post: raw items and cursor saved together, then taken to the desk by a worker. */
  async #take(): Promise<void> {
    const { storage, drain } = this.#deps;
    for (const account of this.#accounts) {
      const { organisationId, accountId } = account;
      for await (const { items, cursor } of heardSince(account, this.#cursors.get(accountId) ?? null)) {
        this.#cursors.set(accountId, cursor);
        // A cursor alone is not worth a transaction here: it comes with the next items.
        if (items.length === 0) continue;
        const payloads = items.map(({ key, payload }) => ({ key, payload: JSON.stringify(payload) }));
        const at = { source: 'posts', cursor, heardAt: this.#now };
        await saveRawItems(storage, { organisationId, accountId, items: payloads, ...at });
      }
    }
    await drain(() => this.#now);
    this.#waiting.clear();
  }

  /** Lets the undo pass, then hands the reply to the network as the sender does. */
  async #deliver(): Promise<void> {
    const { storage, key, log } = this.#deps;
    const acted = this.#now;
    this.#now = new Date(acted.getTime() + undoMilliseconds + minute / 60);
    const now = () => this.#now;
    const open = (organisationId: number, accountId: string) =>
      openAccount(storage, key, organisationId, accountId);
    const deps = { storage, channels: this.#channels, openAccount: open, worker: 'demonstration', now, log };
    await deliverNext(deps);
    this.#deps.street.answersCame();
    this.#now = acted;
  }
}
