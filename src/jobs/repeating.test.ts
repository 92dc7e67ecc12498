import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Repeated, repeating } from './repeating.ts';

interface Told {
  rests: number[];
  logged: string[];
}

/** Rounds that answer what they are told to and fail where that is an error; the rests take no time. After the last the work is stopped. */
async function played(rounds: readonly (number | Error)[], more: Partial<Repeated> = {}): Promise<Told> {
  const told: Told = { rests: [], logged: [] };
  let n = 0;
  await new Promise<void>((resolve) => {
    const work = repeating(
      {
        async round() {
          await Promise.resolve();
          const answer = rounds[n++];
          if (answer === undefined) {
            void work.stop().then(resolve);
            return 0;
          }
          if (answer instanceof Error) throw answer;
          return answer;
        },
        failed: 'counting_failed',
        log: (event, { reason }) => told.logged.push(`${event}: ${reason}`),
        awayMilliseconds: 10,
        ...more,
      },
      {
        rest: async (milliseconds) => {
          told.rests.push(milliseconds);
        },
      },
    );
  });
  return told;
}

const away = new Error('the database is away');

describe('work that repeats', () => {
  it('rests as long as a round says, and not at all where it says nothing', async () => {
    expect(await played([5, 0, 7])).toEqual({ rests: [5, 7], logged: [] });
  });

  it('goes on after rounds that failed, says each, and rests longer as long as they do', async () => {
    const { rests, logged } = await played([away, away, away, away, away, away, 3, away]);
    expect(rests).toEqual([10, 20, 40, 80, 80, 80, 3, 10]);
    expect(logged).toEqual(Array.from({ length: 7 }, () => 'counting_failed: the database is away'));
  });

  it('begins the next round at once after what passes by itself', async () => {
    const passing = await played([away, away, 3], { isPassing: (error) => error === away });
    expect(passing).toEqual({ rests: [3], logged: [] });
  });

  it('never rests less after a failure than after the one before it, and never stops by itself', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.nat(50), fc.constant(away)), { maxLength: 30 }),
        async (rounds) => {
          const { rests, logged } = await played(rounds);
          const failures = rounds.filter((one) => one instanceof Error).length;
          expect(logged).toHaveLength(failures);
          expect(rests).toHaveLength(failures + rounds.filter((one) => one !== away && one !== 0).length);
          let last = 0;
          let at = 0;
          for (const one of rounds) {
            if (one === 0) last = 0;
            else if (one instanceof Error) {
              const rest = rests[at++] ?? 0;
              expect(rest).toBeGreaterThanOrEqual(Math.max(10, last));
              expect(rest).toBeLessThanOrEqual(80);
              last = rest;
            } else {
              expect(rests[at++]).toBe(one);
              last = 0;
            }
          }
        },
      ),
    ));

  it('ends its rest when it is stopped', async () => {
    let rounds = 0;
    const resting = Promise.withResolvers<void>();
    const work = repeating({
      round: async () => {
        rounds += 1;
        resting.resolve();
        return 3_600_000;
      },
      failed: 'never',
      log: () => undefined,
      awayMilliseconds: 10,
    });
    await resting.promise;
    await work.stop();
    expect(rounds).toBe(1);
  });

  it('waits for the round under way when it is stopped, and tells it', async () => {
    const begun = Promise.withResolvers<AbortSignal>();
    const end = Promise.withResolvers<number>();
    const work = repeating({
      round: (signal) => {
        begun.resolve(signal);
        return end.promise;
      },
      failed: 'never',
      log: () => undefined,
      awayMilliseconds: 10,
    });
    const signal = await begun.promise;
    let isStopped = false;
    const stopped = work.stop().then(() => {
      isStopped = true;
    });
    expect(signal.aborted).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isStopped).toBe(false);
    end.resolve(0);
    await stopped;
    expect(isStopped).toBe(true);
  });
});
