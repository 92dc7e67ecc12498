/** How well something was told apart, over a labelled file. Shares are 0 to 1. */
export interface ClassFigures {
  precision: number;
  recall: number;
  f1: number;
  /** How many there are in truth. */
  support: number;
}

export interface Figures {
  /** Share of the texts of which all was told rightly. */
  accuracy: number;
  /** Mean of F1 over the classes that occur in truth. */
  macroF1: number;
  /** The same, each class weighed by how often it occurs. */
  weightedF1: number;
  perClass: Record<string, ClassFigures>;
  /** confusion[truth][said]: how many texts. For texts with several classes the first of each counts. */
  confusion: Record<string, Record<string, number>>;
}

/** One text: what it is and what was said. Either may be several things at once. */
export interface Judged {
  truth: readonly string[];
  said: readonly string[];
}

/** Precision, recall and F1 of each class and their means, as usual in information retrieval (van Rijsbergen, Information Retrieval, 1979); 0 where nothing was said or there. */
export function figuresOf(all: readonly Judged[]): Figures {
  const classes = [...new Set(all.flatMap(({ truth, said }) => [...truth, ...said]))].sort();
  const perClass = Object.fromEntries(classes.map((name) => [name, classFigures(all, name)]));
  const there = Object.values(perClass).filter(({ support }) => support > 0);
  const support = there.reduce((sum, one) => sum + one.support, 0);
  const right = all.filter((one) => sameSet(one.truth, one.said)).length;
  return {
    accuracy: part(right, all.length),
    macroF1: part(
      there.reduce((sum, { f1 }) => sum + f1, 0),
      there.length,
    ),
    weightedF1: part(
      there.reduce((sum, one) => sum + one.f1 * one.support, 0),
      support,
    ),
    perClass,
    confusion: confusionOf(all),
  };
}

function classFigures(all: readonly Judged[], name: string): ClassFigures {
  let both = 0;
  let said = 0;
  let support = 0;
  for (const one of all) {
    const is = one.truth.includes(name);
    const told = one.said.includes(name);
    if (is) support++;
    if (told) said++;
    if (is && told) both++;
  }
  return {
    precision: part(both, said),
    recall: part(both, support),
    f1: part(2 * both, said + support),
    support,
  };
}

function confusionOf(all: readonly Judged[]): Figures['confusion'] {
  const table: Figures['confusion'] = {};
  for (const { truth, said } of all) {
    const row = table[truth[0] ?? ''] ?? {};
    table[truth[0] ?? ''] = row;
    const told = said[0] ?? '';
    row[told] = (row[told] ?? 0) + 1;
  }
  return table;
}

const part = (some: number, all: number): number => (all === 0 ? 0 : some / all);

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name) => other.includes(name));
