import type { SaidPromise } from '../desk/commitments/promiseIn.ts';
import type { FoundPromise } from './contract.ts';

/** What an answer promises, as it is told. */
export const promiseView = ({ dueAt, ...said }: SaidPromise): NonNullable<FoundPromise> => ({
  ...said,
  dueAt: dueAt?.toISOString() ?? null,
});
