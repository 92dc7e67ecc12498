/** From the JSON schema of an address to values that it may take, and to values that are a little wrong. */
import fc from 'fast-check';
import { anyText, junk } from './inputs.ts';

export interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
}

/** Values that the schema takes, as far as a schema can tell. `ids` are those of rows that there are. */
export function valueFor(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return fc.oneof(...either.map((one) => valueFor(one, ids)));
  if (schema.allOf !== undefined) return allOf(schema.allOf, ids);
  if (Array.isArray(schema.type))
    return fc.oneof(...schema.type.map((type) => valueFor({ ...schema, type }, ids)));
  switch (schema.type) {
    case 'string':
      return textOf(schema, ids);
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valueFor(schema.items ?? {}, ids), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, Math.max(4, schema.minItems ?? 0)),
      });
    case 'object':
      return objectOf(schema, ids);
    default:
      return junk;
  }
}

function allOf(schemas: readonly Schema[], ids: readonly string[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(...schemas.map((one) => valueFor(one, ids)))
    .map((parts) => Object.assign({}, ...(parts as object[])) as unknown);
}

const times = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString());

/** One of them, however many there are by then. */
const one = (ids: readonly string[]) => fc.nat().map((n) => ids[n % ids.length] ?? '');

function textOf(schema: Schema, ids: readonly string[]): fc.Arbitrary<string> {
  switch (schema.format) {
    case 'uuid':
      return fc.oneof({ weight: 4, arbitrary: one(ids) }, fc.uuid());
    case 'date-time':
      return times;
    case 'date':
      return times.map((at) => at.slice(0, 10));
    case 'email':
      return fc.nat(99_999).map((n) => `person${n}@water.example`);
    case 'uri':
      return fc.constantFrom('https://127.0.0.1:9/', 'http://127.0.0.1:9/hook', 'https://[::1]/');
    default: {
      const least = schema.minLength ?? 0;
      const most = Math.min(schema.maxLength ?? 60, Math.max(60, least));
      return fc.oneof(
        fc.string({ unit: 'grapheme', minLength: least, maxLength: most }),
        fc.string({ unit: 'grapheme-ascii', minLength: least, maxLength: most }),
        fc.constantFrom('08:00', '2026-12-25', 'Africa/Kigali', 'en', 'post_heard', 'RW', 'water'),
        { weight: 1, arbitrary: one(ids) },
      );
    }
  }
}

function numberOf({ type, minimum, maximum, exclusiveMinimum }: Schema): fc.Arbitrary<number> {
  const min = Math.ceil(minimum ?? (exclusiveMinimum === undefined ? -10 : exclusiveMinimum + 1));
  const max = Math.floor(Math.min(maximum ?? min + 1_000, min + 1_000_000));
  return type === 'integer' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
}

function objectOf(schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const named = fc.record(Object.fromEntries(properties.map(([name, one]) => [name, valueFor(one, ids)])), {
    requiredKeys: schema.required ?? [],
  });
  const more = schema.additionalProperties;
  if (typeof more !== 'object') return named;
  return fc
    .tuple(fc.dictionary(fc.string({ maxLength: 20 }), valueFor(more, ids), { maxKeys: 3 }), named)
    .map(([others, known]) => ({ ...others, ...(known as object) }));
}

/** The value, with one thing in it that is not as it should be: changed, gone, or added. */
export function somewhatWrong(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(value, fc.nat(), fc.constantFrom('change', 'take', 'add'), junk, anyText)
    .map(([right, place, how, wrong, name]) => {
      if (typeof right !== 'object' || right === null) return wrong;
      const copy = structuredClone(right) as Record<string, unknown>;
      const holders = holdersIn(copy);
      const holder = holders[place % holders.length] ?? copy;
      const keys = Object.keys(holder);
      const key = keys[place % Math.max(keys.length, 1)];
      if (how === 'add' || key === undefined) {
        if (!Array.isArray(holder)) holder[name] = wrong;
      } else if (how === 'take') delete holder[key];
      else holder[key] = wrong;
      return copy;
    });
}

/** Every object and array in it, itself the first. */
function holdersIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(holdersIn);
  return [value as Record<string, unknown>, ...inner];
}
