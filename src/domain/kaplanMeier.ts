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
  share: number;
  /** Ends of the 95 % interval of the share at this time. */
  least: number;
  most: number;
}

/** The estimate of times in any order; all null where nobody was answered. */
export function kaplanMeier(times: Iterable<AtTime>): KaplanMeier {
  const steps = curve([...times].sort((a, b) => a.time - b.time));
  return {
    median: crossing(steps),
    low: steps.find(({ least }) => least <= 0.5)?.time ?? null,
    high: steps.find(({ most }) => most <= 0.5)?.time ?? null,
  };
}

/** The share that still waits after each time at which somebody was answered. */
function curve(times: readonly AtTime[]): Step[] {
  let left = times.reduce((sum, { answered, waiting }) => sum + answered + waiting, 0);
  let share = 1;
  let greenwood = 0;
  const steps: Step[] = [];
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
      steps.push({ time, share, ...interval(share, greenwood) });
    }
    left -= gone;
  }
  return steps;
}

/** On the scale log(-log S), where an interval stays between 0 and 1. */
function interval(share: number, greenwood: number): Pick<Step, 'least' | 'most'> {
  if (share <= nearly) return { least: 0, most: 0 };
  const spread = (z * Math.sqrt(greenwood)) / Math.abs(Math.log(share));
  return { least: share ** Math.exp(spread), most: share ** Math.exp(-spread) };
}

/** Where the curve is at a half for a while, the middle of that while: without anybody waiting this is the plain median. */
function crossing(steps: readonly Step[]): number | null {
  const at = steps.findIndex(({ share }) => share <= 0.5 + nearly);
  const step = steps[at];
  if (step === undefined) return null;
  const next = steps[at + 1];
  const isFlat = Math.abs(step.share - 0.5) <= nearly;
  return isFlat && next !== undefined ? (step.time + next.time) / 2 : step.time;
}
