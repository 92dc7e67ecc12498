/** Instants as Postgres writes them. */
import pg from 'pg';

const anyInstant: (text: string) => unknown = pg.types.getTypeParser(1184, 'text');

const zero = 48;
const two = (text: string, at: number): number =>
  (text.charCodeAt(at) - zero) * 10 + text.charCodeAt(at + 1) - zero;

/** Milliseconds behind the point that stands at 19; further digits are cut off. */
function millisecondsOf(text: string, end: number): number {
  let milliseconds = 0;
  for (let at = 20, worth = 100; at < end && worth >= 1; at++, worth /= 10)
    milliseconds += (text.charCodeAt(at) - zero) * worth;
  return milliseconds;
}

/**
 * Reads "2026-11-24 09:34:52.123456+00", the form in which a server that keeps to UTC writes every instant (PostgreSQL documentation, 8.5.2); whatever looks
 * otherwise goes to the driver's own reader, which knows all forms and takes several times as long.
 */
export function instantOf(text: string): Date {
  const end = text.length - 3;
  const usual = end >= 19 && text[4] === '-' && text[10] === ' ' && text.endsWith('+00');
  if (!usual) return anyInstant(text) as Date;
  const year = two(text, 0) * 100 + two(text, 2);
  // The years 0 to 99 mean others to Date.UTC.
  if (year < 100) return anyInstant(text) as Date;
  return new Date(
    Date.UTC(
      year,
      two(text, 5) - 1,
      two(text, 8),
      two(text, 11),
      two(text, 14),
      two(text, 17),
      millisecondsOf(text, end),
    ),
  );
}
