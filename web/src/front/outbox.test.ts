import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReplyView } from '../../../src/api/contract.ts';
import { type CalledBack, makeOutbox, type Offered, type OutboxStore, type Outgoing } from './outbox.ts';

const answer = (replyId: string, more: Partial<Outgoing> = {}): Outgoing => ({
  replyId,
  memberId: 'claudine',
  caseId: 'case',
  postId: 'post',
  accountId: 'house',
  mode: 'public',
  text: `Words of ${replyId}`,
  writtenOn: 1,
  despite: null,
  shows: [],
  promise: null,
  writtenAt: '2026-06-06T06:39:00.000Z',
  refusal: null,
  offered: false,
  takenBack: null,
  ...more,
});

/** What a browser keeps: texts, whatever happens to the page. */
function browser(): OutboxStore {
  let kept = '[]';
  return {
    read: () => JSON.parse(kept) as Outgoing[],
    write: (all) => {
      kept = JSON.stringify(all);
    },
  };
}

/** A server that queues an id once, behind a line that fails before or after it was reached. */
class Server {
  readonly queued: string[] = [];
  line: 'up' | 'down' | 'answer lost' = 'up';

  offer = async ({ replyId, text }: Outgoing): Promise<Offered> => {
    await Promise.resolve();
    if (this.line === 'down') return { kind: 'unreachable' };
    if (text.includes('soon'))
      return { kind: 'refused', refusal: { code: 'promise_unsaid', sentence: 'By when?', body: {} } };
    if (!this.queued.includes(replyId)) this.queued.push(replyId);
    return this.line === 'answer lost' ? { kind: 'unreachable' } : { kind: 'taken', reply: {} as ReplyView };
  };

  #before: Promise<void> = Promise.resolve();

  /** One page at a time, as browsers' locks have it. */
  alone = (work: () => Promise<void>): Promise<void> => {
    this.#before = this.#before.then(work, work);
    return this.#before;
  };

  /** What left already is called back no more. */
  readonly gone = new Set<string>();

  callBack = async ({ replyId }: Outgoing): Promise<CalledBack> => {
    await Promise.resolve();
    if (this.line === 'down') return 'unreachable';
    if (this.gone.has(replyId)) return 'left';
    const at = this.queued.indexOf(replyId);
    if (at >= 0) this.queued.splice(at, 1);
    return this.line === 'answer lost' ? 'unreachable' : 'here';
  };
}

/** Whoever sends what pages left, when no page is open; a write takes its time. */
class Worker {
  #left: readonly Outgoing[] = [];
  readonly #server: Server;
  constructor(server: Server) {
    this.#server = server;
  }

  #before: Promise<void> = Promise.resolve();

  leave = (waiting: readonly Outgoing[]): Promise<void> => {
    this.#before = this.#before.then(async () => {
      for (let tick = 0; tick < 20; tick++) await Promise.resolve();
      this.#left = waiting;
    });
    return this.#before;
  };

  wake = (): Promise<void> =>
    this.#server.alone(async () => {
      for (const one of this.#left) if ((await this.#server.offer(one)).kind === 'unreachable') return;
      this.#left = [];
    });
}

const page = (store: OutboxStore, server: Server, memberId = 'claudine', worker?: Worker) => {
  const taken: string[] = [];
  const outbox = makeOutbox({
    ...(worker === undefined ? {} : { leave: worker.leave }),
    store,
    memberId,
    offer: server.offer,
    callBack: server.callBack,
    alone: server.alone,
    taken: (one) => taken.push(one.replyId),
  });
  return { outbox, taken };
};

describe('answers that are on their way', () => {
  test('leave at once where the server is reached', async () => {
    const server = new Server();
    const { outbox, taken } = page(browser(), server);
    await outbox.put(answer('one'));
    expect([server.queued, taken, outbox.all()]).toEqual([['one'], ['one'], []]);
  });

  test('wait without a network, survive the page, and leave once it is back', async () => {
    const server = new Server();
    const store = browser();
    server.line = 'down';
    await page(store, server).outbox.put(answer('one'));
    const { outbox } = page(store, server);
    expect(outbox.all()).toHaveLength(1);
    server.line = 'up';
    await Promise.all([outbox.flush(), outbox.flush(), page(store, server).outbox.flush()]);
    expect([server.queued, store.read()]).toEqual([['one'], []]);
  });

  test('that are refused wait for their writer and hold up no other', async () => {
    const server = new Server();
    const { outbox } = page(browser(), server);
    await outbox.put(answer('one', { text: 'We will fix it soon.' }));
    await outbox.put(answer('two'));
    expect(server.queued).toEqual(['two']);
    expect(outbox.all()).toMatchObject([{ replyId: 'one', refusal: { code: 'promise_unsaid' } }]);
    await outbox.put(answer('one', { text: 'We will fix it on Friday.' }));
    expect(server.queued).toEqual(['two', 'one']);
    expect(outbox.all()).toEqual([]);
  });

  test('of somebody else are neither sent nor lost', async () => {
    const server = new Server();
    const store = browser();
    server.line = 'down';
    await page(store, server).outbox.put(answer('hers'));
    server.line = 'up';
    await page(store, server, 'somebody else').outbox.flush();
    expect(server.queued).toEqual([]);
    await page(store, server).outbox.flush();
    expect(server.queued).toEqual(['hers']);
  });

  test('that were given up are not sent', async () => {
    const server = new Server();
    server.line = 'down';
    const { outbox } = page(browser(), server);
    await outbox.put(answer('one'));
    await outbox.takeBack('one');
    server.line = 'up';
    await outbox.flush();
    expect(server.queued).toEqual([]);
    expect(outbox.all()).toEqual([]);
  });

  test('that had reached the server before they were taken back are called back there, or said to have left', async () => {
    const server = new Server();
    const store = browser();
    const { outbox } = page(store, server);
    server.line = 'answer lost';
    await outbox.put(answer('one'));
    await outbox.put(answer('two'));
    expect(server.queued).toEqual(['one']);
    await outbox.takeBack('one');
    server.line = 'down';
    await page(store, server).outbox.flush();
    server.line = 'up';
    const again = page(store, server);
    await again.outbox.flush();
    expect([server.queued, again.outbox.all()]).toEqual([['two'], []]);

    server.line = 'answer lost';
    await again.outbox.put(answer('three'));
    server.gone.add('three');
    server.line = 'up';
    await again.outbox.takeBack('three');
    expect(again.outbox.all()).toMatchObject([{ replyId: 'three', takenBack: 'left' }]);
    again.outbox.forgetLeft('case');
    expect(again.outbox.all()).toEqual([]);
  });

  test('leave without the page once the network is back, and the page that comes later doubles none', async () => {
    const server = new Server();
    const store = browser();
    const worker = new Worker(server);
    server.line = 'down';
    const { outbox } = page(store, server, 'claudine', worker);
    await outbox.put(answer('one'));
    await outbox.put(answer('two'));
    await outbox.put(answer('three'));
    await outbox.takeBack('two');
    server.line = 'up';
    await worker.wake();
    await worker.wake();
    expect(server.queued).toEqual(['one', 'three']);
    const later = page(store, server, 'claudine', worker);
    await later.outbox.flush();
    await worker.wake();
    expect([server.queued, later.outbox.all()]).toEqual([['one', 'three'], []]);
  });

  test('all leave once, whatever the line does and however often the page closes', async () => {
    const happening = fc.constantFrom(
      'write',
      'up',
      'down',
      'answer lost',
      'close',
      'flush',
      'second page',
      'take back',
      'worker wakes',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(happening, fc.nat(40)), { maxLength: 30, size: 'max' }),
        async (happenings) => {
          const server = new Server();
          const store = browser();
          const worker = new Worker(server);
          const open = () => page(store, server, 'claudine', worker).outbox;
          let outbox = open();
          let written = 0;
          const back = new Set<string>();
          const flying: Promise<void>[] = [];
          for (const [what, ticks] of happenings) {
            for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
            if (what === 'write') flying.push(outbox.put(answer(`answer ${written++}`)));
            else if (what === 'close') outbox = open();
            else if (what === 'worker wakes') flying.push(worker.wake());
            else if (
              what === 'take back' &&
              written > 0 &&
              store.read().some((one) => one.replyId === `answer ${written - 1}`)
            ) {
              back.add(`answer ${written - 1}`);
              flying.push(outbox.takeBack(`answer ${written - 1}`));
            } else if (what === 'take back') continue;
            else if (what === 'flush') flying.push(outbox.flush());
            else if (what === 'second page') flying.push(open().flush());
            else server.line = what;
          }
          await Promise.all(flying);
          server.line = 'up';
          await outbox.flush();
          await outbox.flush();
          await worker.wake();
          const all = Array.from({ length: written }, (_, n) => `answer ${n}`).filter(
            (one) => !back.has(one),
          );
          expect([...server.queued].sort()).toEqual(all.sort());
          expect(store.read()).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
