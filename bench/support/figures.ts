/** How every bench says what it saw: figure, target, verdict, with the CPU seconds and a reference of the same run beside it. */

export interface Figure {
  name: string;
  /** One value per run. */
  values: readonly number[];
  unit: string;
  target: { most: number } | { least: number } | null;
}

/** The middle value; the mean of the middle two where their count is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const high = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[half - 1] ?? Number.NaN) + high) / 2;
}

/** The value that `share` (0 to 1) of the values do not pass. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}

const shown = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);

/** Prints figures; answers false when a target was missed. */
export function printFigures(title: string, figures: readonly Figure[]): boolean {
  console.log(`\n${title}`);
  let met = true;
  for (const { name, values, unit, target } of figures) {
    const middle = median(values);
    const good = target === null || ('most' in target ? middle <= target.most : middle >= target.least);
    met &&= good;
    const bound =
      target === null
        ? ''
        : 'most' in target
          ? `target <= ${shown(target.most)}`
          : `target >= ${shown(target.least)}`;
    const range =
      values.length > 1
        ? `(${shown(Math.min(...values))} to ${shown(Math.max(...values))}, ${values.length} runs)`
        : '';
    const verdict = target === null ? '' : good ? 'met' : 'MISSED';
    console.log(
      `  ${name.padEnd(52)} ${shown(middle).padStart(10)} ${unit.padEnd(9)} ${bound.padEnd(18)} ${verdict.padEnd(7)} ${range}`,
    );
  }
  return met;
}

/**
 * The reference of stack.md against which a slow hour is told: below half of it a missed clock target is the machine's.
 */
export function machineNote(reference: {
  name: string;
  value: number;
  expected: number;
  unit: string;
}): void {
  const share = reference.value / reference.expected;
  const note =
    share < 0.5
      ? 'the machine is slow now: clock figures of this run are to be read with that'
      : 'as fast as when the targets were set';
  console.log(
    `  reference: ${reference.name} ${shown(reference.value)} ${reference.unit} (${Math.round(share * 100)} % of ${shown(reference.expected)}): ${note}`,
  );
}
