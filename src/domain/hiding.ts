/** Hiding another's post on a network: why it may be done, and how it is counted for everybody. Pure. That somebody criticises us is no reason, so it is none of these. */
export const hiddenBecause = [
  'imposter',
  'fraud',
  'threat',
  'hate',
  'private_data',
  'sexual',
  'illegal',
] as const;
export type HiddenBecause = (typeof hiddenBecause)[number];

/** `deleted`: the network cannot show it again. */
export type HiddenWay = 'hidden' | 'deleted';

/** `asking`: the network was asked, and nobody knows what became of it. */
export type HiddenState = 'asking' | 'hidden' | 'refused' | 'shown';

/** What was hidden within a month, "2026-12". */
export interface HiddenMonth {
  month: string;
  count: number;
  because: { because: HiddenBecause; count: number }[];
}

/** Counts by month, the latest first; what nobody knows about counts as hidden, what was shown again was hidden all the same. */
export function hiddenMonths(
  acts: readonly { month: string; because: HiddenBecause; count: number }[],
): HiddenMonth[] {
  const months = Map.groupBy(acts, ({ month }) => month);
  return [...months]
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .map(([month, those]) => ({
      month,
      count: those.reduce((sum, { count }) => sum + count, 0),
      because: hiddenBecause.flatMap((because) => {
        const count = those.filter((one) => one.because === because).reduce((sum, one) => sum + one.count, 0);
        return count === 0 ? [] : [{ because, count }];
      }),
    }));
}
