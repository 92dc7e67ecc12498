/** Counts what became of each raw item, per account and day: the proof that nothing was dropped on the way. */
import type { Gathered, GatheredPost } from '../../domain/gathering.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  addIntakeCounts,
  addTallies,
  type HeardTally,
  type IntakeCounts,
  noCounts,
} from '../../storage/intakeCounts.ts';

interface Outcomes {
  fresh: readonly GatheredPost[];
  edits: readonly GatheredPost[];
  doubles: readonly GatheredPost[];
}

/** Every raw item of the batch is counted once, by the account that heard it. */
export async function countIntake(
  tx: Tenant,
  context: { organisationId: number; now: Date },
  gathered: Gathered,
  outcomes: Outcomes,
): Promise<void> {
  const counts = new Map<string, IntakeCounts>();
  const add = (accountId: string, what: keyof IntakeCounts) => {
    let of = counts.get(accountId);
    if (of === undefined) {
      of = noCounts();
      counts.set(accountId, of);
    }
    of[what] += 1;
  };
  for (const one of outcomes.fresh) countCarriers(one, 'posts', add);
  for (const one of outcomes.edits) countCarriers(one, 'edits', add);
  for (const one of outcomes.doubles) for (const carrier of one.carriers) add(carrier.accountId, 'doubles');
  for (const deletion of gathered.deletions) {
    for (const [i, carrier] of deletion.carriers.entries())
      add(carrier.accountId, i === 0 ? 'deletions' : 'doubles');
  }
  // News of our own posts makes no post: it is counted with what makes none.
  for (const item of [...gathered.ignored, ...gathered.told]) add(item.accountId, 'ignored');
  for (const item of gathered.unreadable) add(item.accountId, 'set_aside');
  await addTallies(tx, context.organisationId, talliesOf(outcomes.fresh));
  await addIntakeCounts(tx, context.organisationId, context.now, counts);
}

const quarterHour = 900_000;

/** Posts of authors that are new, by the account that heard them first and the quarter of an hour: what the front row compares with what it shows. */
export function talliesOf(fresh: readonly GatheredPost[]): HeardTally[] {
  const tallies = new Map<string, HeardTally>();
  for (const { post, accountId, heardAt } of fresh) {
    if (post.direction === 'house') continue;
    const begun = Math.floor(heardAt.getTime() / quarterHour) * quarterHour;
    const key = `${accountId} ${begun}`;
    const tally = tallies.get(key) ?? { accountId, quarter: new Date(begun), heard: 0, archived: 0 };
    tally[post.hearing === 'imported' ? 'archived' : 'heard'] += 1;
    tallies.set(key, tally);
  }
  return [...tallies.values()];
}

function countCarriers(
  one: GatheredPost,
  first: 'posts' | 'edits',
  add: (accountId: string, what: keyof IntakeCounts) => void,
): void {
  const seen = new Set<string>();
  one.carriers.forEach((carrier, i) => {
    const what = i === 0 ? first : seen.has(carrier.revision) ? 'doubles' : 'edits';
    seen.add(carrier.revision);
    add(carrier.accountId, what);
  });
}
