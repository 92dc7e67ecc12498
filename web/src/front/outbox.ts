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
  /** It is in the letterbox of whoever wrote it. */
  own?: boolean;
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
  /** It may have reached the server. */
  offered: boolean;
  /** Its writer took it back: `asked`: the server is to be told, since it may have it; `left`: it had left already. */
  takenBack: 'asked' | 'left' | null;
}

/** What came of offering an answer. */
export type Offered =
  | { kind: 'taken'; reply: ReplyView }
  | { kind: 'unreachable' }
  | { kind: 'refused'; refusal: NonNullable<Outgoing['refusal']> };

/** What came of calling an answer back: it is not on its way any more, it had left, or nobody knows. */
export type CalledBack = 'here' | 'left' | 'unreachable';

/** Where answers are kept; a test keeps them elsewhere. */
export interface OutboxStore {
  read(): Outgoing[];
  write(all: readonly Outgoing[]): void;
}

/** Not among what is forgotten with a session: the words are its writer's, and wait for them. */
const name = 'outbox.front';

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
  /** Takes an answer back: at once where it was never offered, else once the server has been told. */
  takeBack(replyId: string): Promise<void>;
  /** Its writer has read that answers of a case had left. */
  forgetLeft(caseId: string): void;
  /** Offers what waits, in the order in which it was written. One run at a time, whoever asks. */
  flush(): Promise<void>;
  follow(told: () => void): () => void;
}

/** Does something again where it was asked for while it was done; whoever asks waits for the last time. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  return () => {
    if (running !== null) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await work();
      } while (again);
    })().finally(() => {
      running = null;
    });
    return running;
  };
}

/** What lies with whoever sends it when this page is closed: nothing is written there while nothing has to wait, and nothing that its writer may still take back unasked. */
function leaving(waiting: () => Outgoing[], leave?: (waiting: readonly Outgoing[]) => Promise<void>) {
  let isLeft = waiting().length > 0;
  return {
    begin: () => {
      isLeft = true;
    },
    settle: async (): Promise<void> => {
      if (!isLeft || leave === undefined) return;
      const all = waiting();
      isLeft = all.length > 0;
      await leave(all);
    },
  };
}

/** `alone` lets one page at a time do something, where several are open. */
export function makeOutbox(deps: {
  store: OutboxStore;
  memberId: string;
  offer(answer: Outgoing): Promise<Offered>;
  callBack(answer: Outgoing): Promise<CalledBack>;
  taken(answer: Outgoing, reply: ReplyView): void;
  alone?(work: () => Promise<void>): Promise<void>;
  /** Leaves what waits to whoever sends it when this page is closed; those before are left no more. */
  leave?(waiting: readonly Outgoing[]): Promise<void>;
}): Outbox {
  const { store, memberId, offer, callBack, taken, alone = (work) => work(), leave } = deps;
  const followers = new Set<() => void>();
  let shown = store.read();
  const waits = (one: Outgoing) =>
    one.memberId === memberId && one.takenBack === null && one.refusal === null;
  const left = leaving(() => store.read().filter((one) => waits(one) && one.offered), leave);
  const change = (to: (all: Outgoing[]) => Outgoing[]) => {
    // Another page may have written since.
    shown = to(store.read());
    store.write(shown);
    void left.settle();
    for (const told of followers) told();
  };
  const without = (replyId: string) => change((all) => all.filter((one) => one.replyId !== replyId));

  const set = (replyId: string, more: Partial<Outgoing>) =>
    change((all) => all.map((one) => (one.replyId === replyId ? { ...one, ...more } : one)));

  /** True where it is settled, false where the server cannot be reached. */
  async function offerOne(next: Outgoing): Promise<boolean> {
    // Kept before it is offered: whatever happens then, it may be there.
    set(next.replyId, { offered: true });
    const came = await offer(next);
    if (came.kind === 'unreachable') {
      left.begin();
      // From here on any of them may reach the server without this page.
      change((all) => all.map((one) => (waits(one) ? { ...one, offered: true } : one)));
      await left.settle();
      return false;
    }
    if (came.kind === 'refused') set(next.replyId, { refusal: came.refusal });
    else if (store.read().some((one) => one.replyId === next.replyId && one.takenBack !== null)) return true;
    else {
      without(next.replyId);
      taken(next, came.reply);
    }
    return true;
  }

  async function callBackOne(next: Outgoing): Promise<boolean> {
    // What is called back must not be offered behind it.
    left.begin();
    await left.settle();
    const came = await callBack(next);
    if (came === 'unreachable') return false;
    if (came === 'here') without(next.replyId);
    else set(next.replyId, { takenBack: 'left' });
    return true;
  }

  async function offerAll(): Promise<void> {
    const seen = new Set<string>();
    for (;;) {
      const next = store
        .read()
        .find(
          (one) =>
            one.memberId === memberId &&
            (one.takenBack === 'asked' || (waits(one) && !seen.has(one.replyId))) &&
            !seen.has(`${one.takenBack} ${one.replyId}`),
        );
      if (next === undefined) return;
      seen.add(next.takenBack === null ? next.replyId : `${next.takenBack} ${next.replyId}`);
      const isSettled = await (next.takenBack === null ? offerOne(next) : callBackOne(next));
      if (!isSettled) return;
    }
  }

  const flush = oneAtATime(() => alone(offerAll));
  return {
    all: () => shown,
    put: (answer) => {
      change((all) => [...all.filter((one) => one.replyId !== answer.replyId), answer]);
      return flush();
    },
    takeBack: (replyId) => {
      const one = store.read().find((answer) => answer.replyId === replyId);
      if (one?.offered !== true) {
        without(replyId);
        return Promise.resolve();
      }
      set(replyId, { takenBack: 'asked', refusal: null });
      return flush();
    },
    forgetLeft: (caseId) =>
      change((all) => all.filter((one) => one.caseId !== caseId || one.takenBack !== 'left')),
    flush,
    follow: (told) => {
      followers.add(told);
      return () => followers.delete(told);
    },
  };
}
