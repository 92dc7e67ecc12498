import { i18n } from '../words/i18n.ts';

/** A length of time as one speaks of a call: "3 min 20 s". */
export function callLength(seconds: number): string {
  const [min, s] = [Math.floor(seconds / 60), seconds % 60];
  if (min === 0) return i18n.t('{s} s', { s });
  return s === 0 ? i18n.t('{min} min', { min }) : i18n.t('{min} min {s} s', { min, s });
}
