/**
 * Answers that were written here and are on their way. Each is kept before it is offered, under an id of its own, so that neither a line that breaks nor a page that closes loses or
 * doubles one: the server queues an id once. Whoever signs in next on this phone sends nothing of somebody else's.
 */
import type { ReplyPromise, ReplyView } from '../../../src/api/contract.ts';
import { keep, recall } from '../parts/remembered.ts';

export interface Outgoing {
  replyId: string;
  /** Who wrote it. */
  memberId: string;
  caseId: string;
  postId: string;
  accountId: string;
  mode: 'public' | 'direct';
  text: string;
  writtenOn: number;
  despite: number | null;
  shows: readonly string[];
  promise: ReplyPromise | null;
  writtenAt: string;
  /** Why the server did not take it: it waits for its writer then. Null: it goes out as soon as the server is reached. */
  refusal: { code: string; sentence: string; body: Record<string, unknown> } | null;
}

/** What came of offering an answer. */
export type Offered =
  | { kind: 'taken'; reply: ReplyView }
  | { kind: 'unreachable' }
  | { kind: 'refused'; refusal: NonNullable<Outgoing['refusal']> };

/** Where answers are kept; a test keeps them elsewhere. */
export interface OutboxStore {
  read(): Outgoing[];
  write(all: readonly Outgoing[]): void;
}

const name = 'front.outbox';

/** Kept while this page is open where the browser keeps nothing: full, or forbidden. */
let unkept: readonly Outgoing[] | null = null;

export const storedOutbox: OutboxStore = {
  read: () => [...(unkept ?? recall<Outgoing[]>(name, []))],
  write: (all) => {
    keep(name, all);
    const isKept = JSON.stringify(recall<Outgoing[]>(name, [])) === JSON.stringify(all);
    unkept = isKept ? null : all;
  },
};

export interface Outbox {
  all(): readonly Outgoing[];
  /** Keeps an answer, or one that was changed, and offers what waits. */
  put(answer: Outgoing): Promise<void>;
  drop(replyId: string): void;
  /** Offers what waits, in the order in which it was written. One run at a time, whoever asks. */
  flush(): Promise<void>;
  follow(told: () => void): () => void;
}

/** `alone` lets one page at a time do something, where several are open. */
export function makeOutbox(deps: {
  store: OutboxStore;
  memberId: string;
  offer(answer: Outgoing): Promise<Offered>;
  taken(answer: Outgoing, reply: ReplyView): void;
  alone?(work: () => Promise<void>): Promise<void>;
}): Outbox {
  const { store, memberId, offer, taken, alone = (work) => work() } = deps;
  const followers = new Set<() => void>();
  let shown = store.read();
  let running: Promise<void> | null = null;
  let again = false;
  const change = (to: (all: Outgoing[]) => Outgoing[]) => {
    // Another page may have written since.
    shown = to(store.read());
    store.write(shown);
    for (const told of followers) told();
  };
  const without = (replyId: string) => change((all) => all.filter((one) => one.replyId !== replyId));

  async function offerAll(): Promise<void> {
    const seen = new Set<string>();
    for (;;) {
      const next = store
        .read()
        .find((one) => one.memberId === memberId && one.refusal === null && !seen.has(one.replyId));
      if (next === undefined) return;
      seen.add(next.replyId);
      const came = await offer(next);
      if (came.kind === 'unreachable') return;
      if (came.kind === 'taken') {
        without(next.replyId);
        taken(next, came.reply);
      } else {
        const refused = (one: Outgoing) =>
          one.replyId === next.replyId ? { ...one, refusal: came.refusal } : one;
        change((all) => all.map(refused));
      }
    }
  }

  const flush = (): Promise<void> => {
    if (running !== null) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await alone(offerAll);
      } while (again);
    })().finally(() => {
      running = null;
    });
    return running;
  };
  return {
    all: () => shown,
    put: (answer) => {
      change((all) => [...all.filter((one) => one.replyId !== answer.replyId), answer]);
      return flush();
    },
    drop: without,
    flush,
    follow: (told) => {
      followers.add(told);
      return () => followers.delete(told);
    },
  };
}
