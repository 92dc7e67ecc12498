/** How far two readers agree beyond chance on whether something holds of a post: Cohen's kappa (A Coefficient of Agreement for Nominal Scales, 1960); 1 all, 0 chance. */
export function kappa(pairs: readonly { one: boolean; other: boolean }[]): number {
  const n = pairs.length;
  if (n === 0) return 1;
  const share = (holds: (pair: { one: boolean; other: boolean }) => boolean) =>
    pairs.filter(holds).length / n;
  const agreed = share(({ one, other }) => one === other);
  const [one, other] = [share((pair) => pair.one), share((pair) => pair.other)];
  const byChance = one * other + (1 - one) * (1 - other);
  return byChance === 1 ? 1 : (agreed - byChance) / (1 - byChance);
}
