/** The periods that are chosen by a word. Dates are "2026-11-30", of the organisation's zone. */
export const periodNames = ['7', '30', 'month', 'last', 'dates'] as const;
export type Period = (typeof periodNames)[number];

const day = 86_400_000;
const dateOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** The dates of a period, both included. Chosen by hand, it begins as the last thirty days. */
export function periodOf(period: Period, today: string): { from: string; to: string } {
  const now = Date.parse(today);
  const first = `${today.slice(0, 8)}01`;
  switch (period) {
    case '7':
      return { from: dateOf(now - 6 * day), to: today };
    case 'month':
      return { from: first, to: today };
    case 'last': {
      const to = dateOf(Date.parse(first) - day);
      return { from: `${to.slice(0, 8)}01`, to };
    }
    default:
      return { from: dateOf(now - 29 * day), to: today };
  }
}
