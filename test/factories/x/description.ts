/** X's own description of its API, version 2.166, as a judge of what is asked and answered. It is no part of the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

const folder = process.env.ANSWERABLE_SPECS ?? join(import.meta.dirname, '../../../../shared/specs');
const file = join(folder, 'x-openapi-2.166.json');
const samples = join(folder, 'x-activity-event-samples.json');

interface Parameter {
  $ref?: string;
  in: 'path' | 'query';
  name: string;
  required?: boolean;
  schema: { type?: string; $ref?: string };
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { parameters: Record<string, Parameter> };
}

/** Null where the folder is not there: what needs it says so and is left out. */
export function readDescription(): Judge | null {
  return existsSync(file) ? new Judge(JSON.parse(readFileSync(file, 'utf8')) as Description) : null;
}

/** X's samples of events, by their names; null where they are not there. */
export function eventSamples(): Record<string, unknown> | null {
  return existsSync(samples) ? (JSON.parse(readFileSync(samples, 'utf8')) as Record<string, unknown>) : null;
}

const escaped = (part: string): string =>
  encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

export class Judge {
  readonly #description: Description;
  readonly #paths: (readonly [string, Record<string, Operation>, RegExp])[];
  readonly #ajv = new Ajv({ strict: false, logger: false, validateFormats: true, coerceTypes: false });
  readonly #known = new Map<string, ValidateFunction>();

  constructor(description: Description) {
    this.#description = description;
    this.#paths = Object.entries(description.paths).map(([path, operations]) => {
      const shape = new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);
      return [path, operations, shape] as const;
    });
    (formats as unknown as (ajv: Ajv) => void)(this.#ajv);
    this.#ajv.addSchema({ $id: 'x', ...(description as object) });
  }

  /** What is wrong with a request; empty where nothing is. */
  request(method: string, address: URL, json: unknown): string[] {
    const found = this.#operation(method, address.pathname);
    if (found === null) return [`no operation ${method} ${address.pathname}`];
    const { path, operation } = found;
    const parameters = (operation.parameters ?? []).map((one) => this.#parameter(one));
    const wrong = [...address.searchParams].flatMap(([name, value]) => {
      const known = parameters.find((one) => one.in === 'query' && one.name === name);
      return known === undefined ? [`unknown parameter ${name}`] : this.#value(known, value);
    });
    for (const { name, required, in: place } of parameters)
      if (place === 'query' && required === true && !address.searchParams.has(name))
        wrong.push(`${name} is missing`);
    const content = operation.requestBody?.content;
    if (content === undefined) return json === undefined ? wrong : [...wrong, 'no body is taken'];
    if (json === undefined) return [...wrong, 'the body is missing'];
    const place = `x#/paths/${escaped(path)}/${method.toLowerCase()}/requestBody/content/application~1json/schema`;
    return [...wrong, ...this.#judge(place, json)];
  }

  /** What is wrong with an answer of ours to it. */
  answer(method: string, pathname: string, status: number, json: unknown): string[] {
    const found = this.#operation(method, pathname);
    if (found === null || status >= 400) return [];
    const said = status in found.operation.responses ? String(status) : 'default';
    const place = `x#/paths/${escaped(found.path)}/${method.toLowerCase()}/responses/${said}/content/application~1json/schema`;
    return this.#judge(place, json);
  }

  /** What is wrong with a value, by the name of its schema. */
  schema(name: string, value: unknown): string[] {
    return this.#judge(`x#/components/schemas/${name}`, value);
  }

  #operation(method: string, pathname: string): { path: string; operation: Operation } | null {
    for (const [path, operations, shape] of this.#paths) {
      const operation = operations[method.toLowerCase()];
      if (operation !== undefined && shape.test(pathname)) return { path, operation };
    }
    return null;
  }

  #parameter(one: Parameter): Parameter {
    const name = one.$ref?.split('/').at(-1);
    return name === undefined ? one : (this.#description.components.parameters[name] ?? one);
  }

  #value({ name, schema }: Parameter, value: string): string[] {
    const typed =
      schema.type === 'array'
        ? value.split(',')
        : schema.type === 'integer'
          ? Number(value)
          : schema.type === 'boolean'
            ? value === 'true'
            : value;
    const key = `parameter ${name} ${JSON.stringify(schema)}`;
    const judge = this.#known.get(key) ?? this.#ajv.compile(absolute(schema));
    this.#known.set(key, judge);
    return judge(typed) ? [] : [`${name}: ${this.#ajv.errorsText(judge.errors)}`];
  }

  #judge(place: string, value: unknown): string[] {
    const judge = this.#known.get(place) ?? this.#ajv.compile({ $ref: place });
    this.#known.set(place, judge);
    return judge(value) ? [] : [this.#ajv.errorsText(judge.errors)];
  }
}

/** A parameter's references are relative to the whole. */
function absolute<T>(schema: T): T {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"x#/')) as T;
}
