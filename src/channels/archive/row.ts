/** One row of an archive, judged field by field. docs/archive-format.md describes the same fields for people. */

export interface ArchivePost {
  id: string;
  conversation: string;
  institution: string;
  inbound: boolean;
  author: string;
  at: Date;
  inReplyTo: string | null;
  text: string;
  language: string | null;
  name: string | null;
  followers: number | null;
  verified: boolean | null;
  shares: number | null;
  home: string | null;
  place: string | null;
}

export type ArchiveRow =
  | { kind: 'post'; post: ArchivePost }
  | { kind: 'deleted'; id: string; conversation: string; at: Date }
  | { kind: 'unreadable'; reason: string };

/** Every field that a row may have; CSV files are read by these names. */
export const archiveFields = {
  required: ['id', 'conversation', 'institution', 'inbound', 'author', 'at', 'text'],
  optional: ['inReplyTo', 'language', 'name', 'home', 'place', 'followers', 'verified', 'shares', 'deleted'],
} as const;

/** Long enough for every network's ids; two of them must fit into an index. */
const longestId = 300;
const longestName = 200;
const longestText = 100_000;

/** Why a row cannot be read; only ever caught in this file. */
class Unfit extends Error {}

/** Reads a row that was parsed from JSON or CSV. Never throws: strange input is `unreadable` with its reason. */
export function readArchiveRow(value: unknown): ArchiveRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'unreadable', reason: 'The row is not an object with fields.' };
  }
  try {
    return read(value as Record<string, unknown>);
  } catch (error) {
    if (error instanceof Unfit) return { kind: 'unreadable', reason: error.message };
    throw error;
  }
}

function read(row: Record<string, unknown>): ArchiveRow {
  const id = name(row, 'id', longestId);
  const conversation = name(row, 'conversation', longestId);
  if (!absent(row.deleted)) return { kind: 'deleted', id, conversation, at: instant(row, 'deleted') };
  return {
    kind: 'post',
    post: {
      id,
      conversation,
      institution: name(row, 'institution', longestName),
      inbound: flag(row, 'inbound'),
      author: name(row, 'author', longestId),
      at: instant(row, 'at'),
      inReplyTo: optional(row, 'inReplyTo', (r, field) => name(r, field, longestId)),
      text: words(row, 'text'),
      language: optional(row, 'language', language),
      name: optional(row, 'name', (r, field) => name(r, field, longestName)),
      followers: optional(row, 'followers', count),
      verified: optional(row, 'verified', flag),
      shares: optional(row, 'shares', count),
      home: hint(row, 'home'),
      place: hint(row, 'place'),
    },
  };
}

/** CSV knows no null: an empty field says that there is nothing. */
function absent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function optional<T>(
  row: Record<string, unknown>,
  field: string,
  readField: (row: Record<string, unknown>, field: string) => T,
): T | null {
  return absent(row[field]) ? null : readField(row, field);
}

/** What is no short text says nothing: other programs keep other things under such a name, and a post is worth more than a hint. */
function hint(row: Record<string, unknown>, field: string): string | null {
  const value = row[field];
  if (typeof value !== 'string' || value === '' || value.length > longestName) return null;
  return isName(value) ? value : null;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const isName = (text: string): boolean => text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text);

function name(row: Record<string, unknown>, field: string, longest: number): string {
  const value = row[field];
  if (absent(value)) throw new Unfit(`The field "${field}" is missing.`);
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string') throw new Unfit(`The field "${field}" is not text.`);
  if (text.length > longest) throw new Unfit(`The field "${field}" is longer than ${longest} characters.`);
  if (!isName(text)) {
    throw new Unfit(`The field "${field}" holds characters that no name has.`);
  }
  return text;
}

function words(row: Record<string, unknown>, field: string): string {
  const value = row[field];
  if (value === undefined || value === null) throw new Unfit(`The field "${field}" is missing.`);
  if (typeof value !== 'string') throw new Unfit(`The field "${field}" is not text.`);
  if (value.length > longestText) {
    throw new Unfit(`The field "${field}" is longer than ${longestText} characters.`);
  }
  return value;
}

function flag(row: Record<string, unknown>, field: string): boolean {
  const value = row[field];
  if (absent(value)) throw new Unfit(`The field "${field}" is missing.`);
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new Unfit(`The field "${field}" is neither true nor false.`);
}

function count(row: Record<string, unknown>, field: string): number {
  const value = row[field];
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 2_147_483_647) {
    return number;
  }
  throw new Unfit(`The field "${field}" is not a whole number from 0 to 2147483647.`);
}

function language(row: Record<string, unknown>, field: string): string {
  const value = row[field];
  if (typeof value === 'string' && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(value)) {
    return (value.split('-')[0] ?? value).toLowerCase();
  }
  throw new Unfit(`The field "${field}" is not a language code such as "en" or "swa".`);
}

const instantForm = /^(\d{4})-(\d\d)-(\d\d)[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

function instant(row: Record<string, unknown>, field: string): Date {
  const value = row[field];
  if (absent(value)) throw new Unfit(`The field "${field}" is missing.`);
  const found = typeof value === 'string' ? instantForm.exec(value) : null;
  const at =
    found === null ? new Date(Number.NaN) : new Date((value as string).replace(',', '.').replace(' ', 'T'));
  if (found === null || Number.isNaN(at.getTime()) || !isDay(found)) {
    throw new Unfit(`The field "${field}" is not an instant with a zone such as 2030-01-31T18:05:00Z.`);
  }
  return at;
}

/** JavaScript takes 30 February for 2 March. */
function isDay(found: RegExpExecArray): boolean {
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return year >= 1 && day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
