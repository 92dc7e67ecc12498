import { promiseOwner } from '../../src/understanding/promiseOwner.ts';

/** Who keeps a promise and the words that say so: "team: our crew"; "none". */
export function ownerIn(text: string, language: string | null): string {
  const owner = promiseOwner(text, language);
  if (owner === null) return 'none';
  return `${owner.by}: ${owner.because.map(([from, to]) => text.slice(from, to)).join(' ')}`;
}
