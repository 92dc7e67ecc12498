const rounds = [60, 300, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 172_800, 345_600, 604_800];
const week = 604_800;

/** The top of a scale of seconds that holds all of them: a round time, the half of which is one too. */
export function topOf(seconds: readonly number[]): number {
  const most = Math.max(0, ...seconds);
  return rounds.find((round) => most <= round) ?? 2 * week * Math.ceil(most / (2 * week));
}

/** A line through points, broken where there is none; one that stands alone is drawn as a dot. */
export function pathOf(points: readonly (readonly [number, number] | null)[]): string {
  return points
    .map((point, n) => {
      if (point === null) return '';
      const at = `${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
      const [before, after] = [points[n - 1] ?? null, points[n + 1] ?? null];
      if (before !== null) return `L${at}`;
      return after === null ? `M${at}m-2 0a2 2 0 1 0 4 0a2 2 0 1 0 -4 0` : `M${at}`;
    })
    .join('');
}
