/** Instants as providers write them. */

/** An instant that names its zone; null for every other text. */
export function zoned(text: string): Date | null {
  const plain = text.trim();
  if (!/(Z|[+-]\d\d:?\d\d|GMT|UTC)$/i.test(plain)) return null;
  const at = new Date(plain);
  const time = at.getTime();
  return time >= 0 && time < 253_402_300_800_000 ? at : null;
}
