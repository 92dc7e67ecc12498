/** The official description of WhatsApp's Cloud API, where it lies beside the checkout; never copied into the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import { parse } from 'yaml';

const folder = process.env.ANSWERABLE_SPECS ?? resolve(import.meta.dirname, '../../../shared/specs');
const file = join(folder, 'whatsapp-cloud-openapi-v23.yaml');

/** What is left out without it; null where it is there. */
export const descriptionMissing = existsSync(file)
  ? null
  : `Not checked against WhatsApp's official description: ${file} is not there.`;

interface Described {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, Body | undefined> } }>>;
  components: { schemas: Record<string, Record<string, unknown>> };
}
interface Body {
  schema: Record<string, unknown>;
  examples?: Record<string, { value: unknown }>;
}

let read: Described | null = null;
function description(): Described {
  read ??= parse(readFileSync(file, 'utf8'), { maxAliasCount: -1 }) as Described;
  return read;
}

/** Meta's own samples of what it calls us with, by name. */
export function webhookSamples(): [string, unknown][] {
  const body = description().paths['/whatsapp/webhooks']?.post?.requestBody?.content['application/json'];
  return Object.entries(body?.examples ?? {}).map(([name, { value }]) => [name, value]);
}

/** Says what is wrong with a body that is posted there; null where nothing is, or nothing is described. */
export function wrongRequest(path: string, body: unknown): string | null {
  const validate = validatorOf(path);
  return validate(body) ? null : JSON.stringify(validate.errors?.slice(0, 5));
}

const validators = new Map<string, ValidateFunction>();
function validatorOf(path: string): ValidateFunction {
  const known = validators.get(path);
  if (known !== undefined) return known;
  const schema = description().paths[path]?.post?.requestBody?.content['application/json']?.schema;
  if (schema === undefined) throw new Error(`${path} is not described`);
  const ajv = new Ajv2019({ strict: false, validateFormats: false });
  const { schemas } = structuredClone(description().components);
  // Described for calls, and for messages in Meta's reference only.
  Object.assign(schemas.BaseMessageProperties?.properties ?? {}, {
    biz_opaque_callback_data: { type: 'string', maxLength: 512 },
  });
  for (const one of Object.values(schemas)) meant(one);
  const made = ajv.compile({ ...schema, components: { schemas } });
  validators.set(path, made);
  return made;
}

/**
 * Parts of "allOf" say that there is nothing besides their own properties, which refuses every message, Meta's examples included. What is meant is that there is nothing
 * besides the properties of all parts.
 */
function meant(schema: Record<string, unknown>): void {
  if (!Array.isArray(schema.allOf)) return;
  for (const part of schema.allOf as Record<string, unknown>[]) {
    if (part.additionalProperties !== false) continue;
    delete part.additionalProperties;
    schema.unevaluatedProperties = false;
  }
}
