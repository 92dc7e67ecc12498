/**
 * How long a wait is where some still wait: the product-limit estimate of Kaplan and Meier (Nonparametric estimation from incomplete observations, J. Am. Stat. Assoc. 53
 * (1958) 457-481). Whoever still waits counts as waiting for as long as is known, and neither as answered nor as never there. Pure.
 *
 * The interval of the median is that of Brookmeyer and Crowley (Biometrics 38 (1982) 29-41) with Greenwood's variance on the scale log(-log S): all times at which "half
 * are answered by now" is not refuted at 5 %. Ties are read as usual: who was answered at an instant was still waiting then, and so was who was last seen waiting.
 */

/** How many were answered after exactly so long, and how many were last seen still waiting then. */
export interface AtTime {
  time: number;
  answered: number;
  waiting: number;
}

export interface KaplanMeier {
  /** The time by which half are answered; null while more than half have no answer as far as is known. */
  median: number | null;
  /** Ends of the 95 % interval; null where it is open there. */
  low: number | null;
  high: number | null;
}

/** 97.5 % of the normal distribution lie below it. */
const z = 1.959964;
/** Products of fractions that make a half are a half but for rounding. */
const nearly = 1e-9;

interface Step {
  time: number;
  /** The share that still waits after it. */
  share: number;
  /** Greenwood's sum until then. */
  greenwood: number;
}

/** The estimate of times in any order; all null where nobody was answered. */
export function kaplanMeier(times: Iterable<AtTime>): KaplanMeier {
  const found: KaplanMeier = { median: null, low: null, high: null };
  /** The curve is at a half since then: the median is the middle of that while. Without anybody waiting this is the plain median. */
  let flatSince: number | null = null;
  for (const { time, share, greenwood } of curve([...times].sort((a, b) => a.time - b.time))) {
    if (flatSince !== null) found.median = (flatSince + time) / 2;
    flatSince = null;
    if (found.median === null && share <= 0.5 + nearly) {
      found.median = time;
      if (share >= 0.5 - nearly) flatSince = time;
    }
    const { least, most } = interval(share, greenwood);
    if (least <= 0.5) found.low ??= time;
    if (most <= 0.5) found.high ??= time;
    // What lies behind says no more: a table of many members is told in half the time.
    if (found.high !== null && found.median !== null && flatSince === null) break;
  }
  return found;
}

/** The share that still waits after each time at which somebody was answered. */
function* curve(times: readonly AtTime[]): Generator<Step> {
  let left = times.reduce((sum, { answered, waiting }) => sum + answered + waiting, 0);
  let share = 1;
  let greenwood = 0;
  for (let i = 0; i < times.length; ) {
    const { time } = times[i] as AtTime;
    let [answered, gone] = [0, 0];
    for (; times[i]?.time === time; i++) {
      answered += times[i]?.answered ?? 0;
      gone += (times[i]?.answered ?? 0) + (times[i]?.waiting ?? 0);
    }
    if (answered > 0) {
      share *= (left - answered) / left;
      greenwood += answered / (left * (left - answered));
      yield { time, share, greenwood };
    }
    left -= gone;
  }
}

/** On the scale log(-log S), where an interval stays between 0 and 1. */
function interval(share: number, greenwood: number): { least: number; most: number } {
  if (share <= nearly) return { least: 0, most: 0 };
  const spread = (z * Math.sqrt(greenwood)) / Math.abs(Math.log(share));
  return { least: share ** Math.exp(spread), most: share ** Math.exp(-spread) };
}
