/**
 * Arrays for large batches, in Postgres' binary form (PostgreSQL documentation, 55.7 "Message Formats" and array_send of its sources: dimensions, null flag, element
 * type, then each element behind its length). Written as text, every element is escaped here and parsed there again, character by character: at ten thousand posts a
 * second that was a third of all work.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Fingerprint } from './fingerprints.ts';

/** A parameter with its cast, ready to stand in a statement. */
type ArrayParameter = RawBuilder<unknown>;

/** Types' numbers in Postgres' catalogue; they never change (src/include/catalog/pg_type.dat). */
const types = {
  boolean: 16,
  bigint: 20,
  double: 701,
  smallint: 21,
  integer: 23,
  text: 25,
  timestamptz: 1184,
  uuid: 2950,
  jsonb: 3802,
} as const;

const header = 20;

/** Writes what stands before the elements of an array of one dimension; an empty one has none. */
function begin(bytes: Buffer, type: number, length: number, hasNull: boolean): void {
  bytes.writeInt32BE(length === 0 ? 0 : 1, 0);
  bytes.writeInt32BE(hasNull ? 1 : 0, 4);
  bytes.writeInt32BE(type, 8);
  bytes.writeInt32BE(length, 12);
  bytes.writeInt32BE(1, 16);
}

const used = (bytes: Buffer, length: number, end: number): Buffer =>
  bytes.subarray(0, length === 0 ? 12 : end);

/** An array whose elements all have one size. `write` puts one at an offset. */
function sized<T>(
  type: number,
  size: number,
  values: readonly (T | null)[],
  write: (bytes: Buffer, value: T, offset: number) => void,
): Buffer {
  const bytes = Buffer.allocUnsafe(header + values.length * (4 + size));
  let offset = header;
  let hasNull = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value == null) {
      hasNull = true;
      write32(bytes, -1, offset);
      offset += 4;
      continue;
    }
    write32(bytes, size, offset);
    write(bytes, value, offset + 4);
    offset += 4 + size;
  }
  begin(bytes, type, values.length, hasNull);
  return used(bytes, values.length, offset);
}

const valueOfDigit = new Uint8Array(128).fill(255);
for (let digit = 0; digit < 16; digit++) {
  valueOfDigit[digit.toString(16).charCodeAt(0)] = digit;
  valueOfDigit[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

/** Where each group of four digits stands among the dashes (RFC 9562, section 4). */
const groupsAt = [0, 4, 9, 14, 19, 24, 28, 32] as const;

const digit = (value: string, at: number): number => valueOfDigit[value.charCodeAt(at)] ?? 255;

function writeUuid(bytes: Buffer, value: string, offset: number): void {
  let worst = value.length === 36 ? 0 : 255;
  let to = offset;
  for (const at of groupsAt) {
    const [a, b, c, d] = [digit(value, at), digit(value, at + 1), digit(value, at + 2), digit(value, at + 3)];
    worst |= a | b | c | d;
    bytes[to++] = (a << 4) | b;
    bytes[to++] = (c << 4) | d;
  }
  if (worst > 15) throw new Error('an id that is no UUID');
}

/** 32 bits, highest byte first. Buffer's own methods check what we know, and take several times as long. */
function write32(bytes: Buffer, value: number, offset: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}

/** Two's complement in 64 bits, of any whole number that JavaScript holds exactly. */
function writeWhole(bytes: Buffer, value: number, offset: number): void {
  const high = Math.floor(value / 0x1_0000_0000);
  write32(bytes, high, offset);
  write32(bytes, value - high * 0x1_0000_0000, offset + 4);
}

/** Postgres counts microseconds from the year 2000. */
const postgresEpoch = Date.UTC(2000, 0, 1);

/** Beyond this many milliseconds (in the year 2285) microseconds are no longer held exactly. */
const mostExact = Number.MAX_SAFE_INTEGER / 1_000;

function writeInstant(bytes: Buffer, value: Date, offset: number): void {
  const milliseconds = value.getTime() - postgresEpoch;
  if (Math.abs(milliseconds) <= mostExact) writeWhole(bytes, milliseconds * 1_000, offset);
  else if (Number.isNaN(milliseconds)) throw new Error('an instant that is no time');
  else bytes.writeBigInt64BE(BigInt(milliseconds) * 1_000n, offset);
}

const zero = '\u0000';

/** Grows with the arrays and is written again and again; what leaves is a copy. An array beyond `mostScratch` gets a place of its own, lest one giant stay in memory. */
let scratch = Buffer.allocUnsafe(1 << 16);
const mostScratch = 1 << 24;

function placeFor(bytes: number): Buffer {
  if (bytes > mostScratch) return Buffer.allocUnsafe(bytes);
  if (scratch.length < bytes) scratch = Buffer.allocUnsafe(Math.min(mostScratch, 2 * bytes));
  return scratch;
}

/** Texts behind `prefix`, which is 1 byte long for documents (the version of jsonb's binary form) and none for texts. */
function written(type: number, values: readonly (string | null)[], prefix: 0 | 1): Buffer {
  let most = header;
  for (let i = 0; i < values.length; i++) most += 4 + prefix + 3 * (values[i]?.length ?? 0);
  const place = placeFor(most);
  let offset = header;
  let hasNull = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value == null) {
      hasNull = true;
      write32(place, -1, offset);
      offset += 4;
      continue;
    }
    // U+0000, which Postgres cannot hold, is left out: nothing readable is lost with it.
    const text = value.includes(zero) ? value.replaceAll(zero, '') : value;
    if (prefix === 1) place[offset + 4] = 1;
    const length = prefix + place.write(text, offset + 4 + prefix, 'utf8');
    write32(place, length, offset);
    offset += 4 + length;
  }
  begin(place, type, values.length, hasNull);
  return Buffer.from(used(place, values.length, offset));
}

/** A JSON text without escaped U+0000, which jsonb refuses; a literal backslash before "u0000" is kept as it is. */
export function storableJson(json: string): string {
  return json.includes('\\u0000') ? json.replace(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1') : json;
}

/** Ids. Throws where one is no UUID. */
export const uuids = (values: readonly (string | null)[]): ArrayParameter =>
  sql`${sized(types.uuid, 16, values, writeUuid)}::uuid[]`;

/** Fingerprints, of which the first 16 bytes count. */
export const fingerprints = (values: readonly Fingerprint[]): ArrayParameter =>
  sql`${sized(types.uuid, 16, values, (bytes, value, offset) => bytes.write(value, offset, 16, 'latin1'))}::uuid[]`;

/** Any texts. */
export const texts = (values: readonly (string | null)[]): ArrayParameter =>
  sql`${written(types.text, values, 0)}::text[]`;

/** JSON documents. */
export const documents = (values: readonly (object | null)[]): ArrayParameter => {
  const json = values.map((value) => (value === null ? null : storableJson(JSON.stringify(value))));
  return sql`${written(types.jsonb, json, 1)}::jsonb[]`;
};

/** Instants, to the millisecond. */
export const instants = (values: readonly (Date | null)[]): ArrayParameter =>
  sql`${sized(types.timestamptz, 8, values, writeInstant)}::timestamptz[]`;

/** Whole numbers of 16 bits. */
export const smallints = (values: readonly (number | null)[]): ArrayParameter =>
  sql`${sized(types.smallint, 2, values, (bytes, value, offset) => bytes.writeInt16BE(value, offset))}::smallint[]`;

/** Whole numbers of 32 bits. */
export const integers = (values: readonly (number | null)[]): ArrayParameter =>
  sql`${sized(types.integer, 4, values, write32)}::integer[]`;

/** Whole numbers as large as JavaScript holds exactly. */
export const bigints = (values: readonly (number | null)[]): ArrayParameter =>
  sql`${sized(types.bigint, 8, values, writeWhole)}::bigint[]`;

/** Numbers of 64 bits with a point (IEEE 754, as Postgres' float8). */
export const doubles = (values: readonly (number | null)[]): ArrayParameter =>
  sql`${sized(types.double, 8, values, (bytes, value, offset) => bytes.writeDoubleBE(value, offset))}::float8[]`;

/** Yes and no. */
export const booleans = (values: readonly (boolean | null)[]): ArrayParameter =>
  sql`${sized(types.boolean, 1, values, (bytes, value, offset) => bytes.writeUInt8(value ? 1 : 0, offset))}::boolean[]`;

/**
 * Rows of equally long arrays, one column for each, ready to stand behind `from`. Written as `from unnest(a, b, ...)` Postgres first puts every column into a store of
 * its own and reads it back from there.
 */
export const rowsOf = (columns: Record<string, ArrayParameter>): RawBuilder<unknown> =>
  sql`(select ${sql.join(Object.entries(columns).map(([name, array]) => sql`unnest(${array}) as ${sql.ref(name)}`))})`;

/** The names of such columns, for `insert into`. */
export const columnsOf = (columns: Record<string, ArrayParameter>): RawBuilder<unknown> =>
  sql.join(Object.keys(columns).map((name) => sql.ref(name)));
