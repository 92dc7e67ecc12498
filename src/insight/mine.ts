/** What a member's own page of the front row shows: what they answered and promised. Reads only. */
import type { Ledger } from '../domain/commitment.ts';
import { type RhythmDay, rhythmDays } from '../domain/rhythm.ts';
import { dateIn } from '../domain/rota.ts';
import { ledgerOfFilter } from '../storage/commitmentLists.ts';
import type { Storage } from '../storage/database.ts';
import type { Letterbox } from '../storage/letterboxes.ts';
import { answersAlone, answersOf, type ChosenRhythm, readRhythm, repliesAmong } from '../storage/rhythms.ts';

const day = 86_400_000;

/** What a member's own page shows: their rhythm and how it was kept, and promises, theirs beside the house's. */
export interface Mine {
  rhythm: ChosenRhythm | null;
  timeZone: string;
  answersToday: number;
  days: RhythmDay[];
  answers: number;
  promises: { mine: Ledger; house: Ledger };
}

/** Reads it. */
export async function mineOf(
  storage: Storage,
  organisationId: number,
  memberId: string,
  box: Letterbox | null,
  now: Date,
): Promise<Mine> {
  const since = new Date(now.getTime() - 30 * day);
  const alone =
    box === null
      ? []
      : await storage.reading(box.organisationId, (tx) => answersAlone(tx, box.organisationId, since));
  return storage.reading(organisationId, async (tx) => {
    const { rhythm, timeZone } = await readRhythm(tx, organisationId, memberId);
    // What was handed over is answered in the house, and heard in the letterbox too.
    const ofHouse = await repliesAmong(
      tx,
      organisationId,
      alone.map(({ networkId }) => networkId),
    );
    const hers = alone.flatMap(({ at, networkId }) => (ofHouse.has(networkId) ? [] : [at]));
    const answered = [...(await answersOf(tx, organisationId, memberId, since)), ...hers].sort(
      (a, b) => a.getTime() - b.getTime(),
    );
    const nobody = { ownerId: null, teamId: null, tag: null };
    return {
      rhythm,
      timeZone,
      answersToday: answered.filter((at) => dateIn(timeZone, at) === dateIn(timeZone, now)).length,
      days: rhythm === null ? [] : rhythmDays(rhythm, answered, { timeZone, now, since: rhythm.since }),
      answers: answered.length,
      promises: {
        mine: await ledgerOfFilter(tx, organisationId, { ...nobody, ownerId: memberId }, now),
        house: await ledgerOfFilter(tx, organisationId, nobody, now),
      },
    };
  });
}
