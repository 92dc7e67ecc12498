/**
 * The probability from which on something is best said: where the mean of two F measures is greatest, that of the texts in which it is so, recall weighing `beta` times as much as precision
 * (van Rijsbergen 1979), and that of the others. What is rare is settled by the first alone; what is so in half of all texts, as complaints are among ours, is not said of everybody for that.
 */
export function bestThreshold(told: readonly Told[], beta: number): { from: number; f: number } {
  const all = told.filter(({ is }) => is).length;
  let best = { from: 0.5, f: 0, mean: 0 };
  for (let from = 0.05; from < 0.96; from += 0.01) {
    const said = told.filter(({ probability }) => probability >= from);
    const right = said.filter(({ is }) => is).length;
    const f = measure(right, all, said.length, beta);
    const passed = told.length - said.length;
    const others = measure(passed - (all - right), told.length - all, passed, 1);
    const mean = (f + others) / 2;
    if (mean > best.mean) best = { from: Number(from.toFixed(2)), f, mean };
  }
  return { from: best.from, f: best.f };
}

const measure = (right: number, all: number, said: number, beta: number): number =>
  ((1 + beta ** 2) * right) / (beta ** 2 * all + said || 1);

interface Told {
  probability: number;
  is: boolean;
}

/** What a threshold reaches: shares of those that are so, of those said, and of those that are not so. */
export function reachedFrom(told: readonly Told[], from: number) {
  const share = (some: number, all: number) => (all === 0 ? 0 : some / all);
  const are = told.filter(({ is }) => is).length;
  const said = told.filter(({ probability }) => probability >= from);
  const right = said.filter(({ is }) => is).length;
  return {
    recall: share(right, are),
    precision: share(right, said.length),
    falseAlarms: share(said.length - right, told.length - are),
  };
}

/** The lowest probability from which on no more than a share of those that are not so are said to be. */
export function lowestThreshold(told: readonly Told[], mostFalse: number): number {
  for (let from = 0.02; from < 0.98; from += 0.01)
    if (reachedFrom(told, from).falseAlarms <= mostFalse) return Number(from.toFixed(2));
  return 0.98;
}
