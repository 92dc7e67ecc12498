/** The probability from which on something is best said: where the F measure is greatest, recall weighing `beta` times as much as precision (van Rijsbergen 1979). */
export function bestThreshold(
  told: readonly { probability: number; is: boolean }[],
  beta: number,
): { from: number; f: number } {
  const all = told.filter(({ is }) => is).length;
  let best = { from: 0.5, f: 0 };
  for (let from = 0.05; from < 0.96; from += 0.01) {
    const said = told.filter(({ probability }) => probability >= from);
    const right = said.filter(({ is }) => is).length;
    const f = ((1 + beta ** 2) * right) / (beta ** 2 * all + said.length || 1);
    if (f > best.f) best = { from: Number(from.toFixed(2)), f };
  }
  return best;
}
