/** What a database error means for the one who asked. */

/**
 * `retry`: the same again may work at once (deadlock, serialisation, overtaken). `refused`: this content can never be stored (data or constraint). `away`:
 * the database is not there. `other`: a fault of ours.
 */
export type Failure = 'retry' | 'refused' | 'away' | 'other';

/** Somebody changed what was read before it was locked: the same again finds the new state. */
export class Overtaken extends Error {
  /** Serialisation failure. */
  readonly code = '40001';
}

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '08003',
  '53300',
]);

/** Reads an error of `pg` by its SQLSTATE (PostgreSQL documentation, appendix A). */
export function failureOf(error: unknown): Failure {
  const code = codeOf(error);
  if (code === null) {
    const text = error instanceof Error ? error.message : '';
    return /terminated|ended|timeout exceeded|not queryable|closed the connection/i.test(text)
      ? 'away'
      : 'other';
  }
  // 23505: another process made the same row since we looked; looked at again, it is there.
  if (code === '40P01' || code === '40001' || code === '23505') return 'retry';
  if (awayCodes.has(code)) return 'away';
  if (code.startsWith('22') || code.startsWith('23') || code === '54000') return 'refused';
  return 'other';
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
