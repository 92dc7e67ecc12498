/** The part of the contract for channels whose network calls us. Used by tests only. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountAccess, Channel } from './channel.ts';
import type { AskedWhileReceiving, Called, Taken } from './receiving.ts';

export interface ReceivingSubject {
  access: AccountAccess;
  /** The moment at which the requests are made (signatures may hold a time). */
  now: Date;
  /** Requests as the network makes them, proved as it proves them, and how many items each brings. */
  good: readonly { name: string; called: Called; items: number }[];
  /** What the network asks before it trusts us, and what it must read; empty where it asks nothing. */
  challenges: readonly { name: string; called: Called; body: string }[];
  /** Requests that somebody else makes; each is refused with this status. Empty only where `proof` is the secret address. */
  forged: readonly { name: string; called: Called; status: number }[];
}

type Reader = { networkId: string; ourIds: readonly string[]; watched: readonly string[] };

/** Declares it. */
export function receivesHonestly(channel: Channel, reader: Reader, subject: ReceivingSubject): void {
  describe('when the network calls', () => {
    const { access, now } = subject;
    const desk: AskedWhileReceiving = { now, casesOf: async () => [] };
    const take = async (called: Called): Promise<Taken> => {
      if (channel.receive === undefined) throw new Error('it receives nothing');
      return channel.receive.take(access, called, desk);
    };

    keepsWhatIsGood(channel, reader, subject, take);
    answersTheRest(subject, take);
  });
}

type Take = (called: Called) => Promise<Taken>;

function keepsWhatIsGood(
  channel: Channel,
  reader: Reader,
  { good, forged }: ReceivingSubject,
  take: Take,
): void {
  test('its webhooks are named, and what proves them', () => {
    expect(channel.abilities.hears).toContain('webhook');
    expect(channel.receive?.paths.length).toBeGreaterThan(0);
    expect(forged.length > 0 || channel.receive?.proof === 'secret address').toBe(true);
  });

  test.each(good.map((one) => [one.name, one] as const))('%s is kept and can be read', async (_, one) => {
    const taken = await take(one.called);
    expect(taken).toMatchObject({ kind: 'kept', answer: { status: expect.any(Number) } });
    if (taken.kind !== 'kept') return;
    expect(taken.answer.status).toBeLessThan(300);
    expect(taken.items).toHaveLength(one.items);
    for (const { key, payload } of taken.items) {
      expect(key).not.toBe('');
      // What is saved is what is read later: through JSON.
      const heard = channel.normalise(JSON.parse(JSON.stringify(payload)), reader);
      expect(heard.kind).not.toBe('unreadable');
    }
  });

  test.each(good.map((one) => [one.name, one] as const))('%s twice is the same twice', async (_, one) => {
    const names = async () => {
      const taken = await take(one.called);
      return taken.kind === 'kept'
        ? taken.items.map(({ payload }) => nameOf(channel.normalise(payload, reader)))
        : [];
    };
    expect(await names()).toEqual(await names());
  });
}

function answersTheRest({ good, challenges, forged }: ReceivingSubject, take: Take): void {
  test.each(challenges.map((one) => [one.name, one] as const))('%s is answered', async (_, one) => {
    expect(await take(one.called)).toMatchObject({
      kind: 'answered',
      answer: { status: 200, body: one.body },
    });
  });

  test.each(forged.map((one) => [one.name, one] as const))('%s is refused', async (_, one) => {
    expect(await take(one.called)).toMatchObject({
      kind: 'refused',
      status: one.status,
      reason: expect.stringMatching(/./),
    });
  });

  test('whatever arrives is kept, answered or refused, never thrown', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST'),
        fc.string(),
        fc.uint8Array(),
        async (method, path, body) => {
          const base = good[0]?.called;
          if (base === undefined) return;
          const taken = await take({ ...base, method, path, body } as Called);
          expect(['kept', 'answered', 'refused']).toContain(taken.kind);
        },
      ),
      { numRuns: 60 },
    );
  });
}

const nameOf = (heard: ReturnType<Channel['normalise']>): string =>
  heard.kind === 'post'
    ? `post ${heard.post.networkId}`
    : heard.kind === 'deleted' || heard.kind === 'delivery'
      ? `${heard.kind} ${heard.networkId}`
      : heard.kind;
