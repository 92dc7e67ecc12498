/** Settings from the environment and one file, checked at the start with every fault named at once. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Fault } from '../domain/fault.ts';

export interface Settings {
  /** Absolute. */
  dataFolder: string;
  port: number;
  host: string;
  databaseUrl: string | null;
  databaseConnections: number;
  preparedStatements: boolean;
  /** Base64 of 32 bytes; null: the file "key" in the data folder. */
  key: string | null;
  /** Without a slash at its end; null: it is only known from each request. */
  publicAddress: string | null;
  trustedProxies: string[];
  /** Hosts in the private network that webhooks and an issuer of sign-ins may lead to. */
  privateHosts: string[];
  workers: number;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `is not a whole number from ${from} to ${to}.`)
    .transform(Number)
    .refine((number) => number >= from && number <= to, `is not a whole number from ${from} to ${to}.`);

const yesOrNo = z.enum(['true', 'false'], 'is neither true nor false.').transform((text) => text === 'true');

const isAddress = (text: string, protocols: readonly string[]) =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);

/** Every setting. docs/settings.md is tested against this list. */
export const settingList = {
  ANSWERABLE_DATA: z.string().default('./data'),
  PORT: whole(0, 65_535).default(4127),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, 'is not a host name or an address such as 127.0.0.1.')
    .default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      'is not the address of a Postgres such as postgresql://name@host:5432/database.',
    )
    .nullable()
    .default(null),
  DATABASE_CONNECTIONS: whole(2, 500).default(12),
  DATABASE_PREPARED: yesOrNo.default(true),
  ANSWERABLE_KEY: z
    .string()
    .refine(
      (text) => Buffer.from(text, 'base64').length === 32,
      'is not 32 bytes in base64; make one with: openssl rand -base64 32',
    )
    .nullable()
    .default(null),
  ANSWERABLE_URL: z
    .string()
    .refine((text) => isAddress(text, ['http:', 'https:']), 'is not an address such as https://desk.example.')
    .nullable()
    .default(null),
  ANSWERABLE_PROXIES: z
    .string()
    .regex(
      /^[0-9a-fA-F.:/]+( *, *[0-9a-fA-F.:/]+)*$/,
      'is not a list of addresses such as 10.0.0.1, 10.1.0.0/16.',
    )
    .nullable()
    .default(null),
  ANSWERABLE_PRIVATE_HOSTS: z
    .string()
    .regex(
      /^[A-Za-z0-9.:_-]+( *, *[A-Za-z0-9.:_-]+)*$/,
      'is not a list of hosts such as sso.internal.example, 10.0.0.7.',
    )
    .nullable()
    .default(null),
  ANSWERABLE_WORKERS: whole(1, 32).default(3),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'is none of fatal, error, warn, info, debug, trace, silent.',
    )
    .default('warn'),
} as const;

export type SettingName = keyof typeof settingList;

/** Names the file itself, so it can stand in the environment only. */
export const fileSetting = 'ANSWERABLE_SETTINGS';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings; the environment goes before the file, which is ANSWERABLE_SETTINGS or answerable.json in the data folder.
 * Throws Fault `settings_invalid` with every fault in its sentence.
 */
export async function readSettings(environment: Environment, workingFolder: string): Promise<Settings> {
  const named = environment[fileSetting] || null;
  const path = resolve(
    workingFolder,
    named ?? join(environment.ANSWERABLE_DATA || './data', 'answerable.json'),
  );
  const faults: string[] = [];
  const file = await readFileSettings(path, named !== null, faults);
  const values = checked(environment, file, faults);
  if (faults.length > 0) {
    throw new Fault(
      'settings_invalid',
      `The settings cannot be used.\n${faults.map((f) => `  ${f}`).join('\n')}`,
    );
  }
  return toSettings(values, workingFolder);
}

async function readFileSettings(
  path: string,
  mustExist: boolean,
  faults: string[],
): Promise<Record<string, string>> {
  try {
    const text = await readFile(path, 'utf8');
    return plain(path, JSON.parse(text), faults);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const absent = code === 'ENOENT' || code === 'ENOTDIR';
    if (absent && !mustExist) return {};
    if (absent) faults.push(`${fileSetting}: there is no file ${path}.`);
    else faults.push(`${path} ${cause instanceof SyntaxError ? 'is not JSON.' : 'cannot be read.'}`);
    return {};
  }
}

function plain(path: string, content: unknown, faults: string[]): Record<string, string> {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    faults.push(`${path} is not an object of settings such as {"PORT": 4127}.`);
    return {};
  }
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(content)) {
    if (!(name in settingList)) faults.push(`${path}: there is no setting "${name}".`);
    else if (['string', 'number', 'boolean'].includes(typeof value)) settings[name] = String(value);
    else if (value !== null) faults.push(`${path}: ${name} is neither text, number nor true or false.`);
  }
  return settings;
}

const wholeList = z.object(settingList);
type Values = z.infer<typeof wholeList>;

function checked(environment: Environment, file: Record<string, string>, faults: string[]): Values {
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(settingList)) {
    const given = environment[name] || file[name];
    const result = schema.safeParse(given === undefined || given === '' ? undefined : given);
    if (result.success) values[name] = result.data;
    else faults.push(`${name} ${result.error.issues[0]?.message ?? 'cannot be used.'}`);
  }
  return values as Values;
}

function toSettings(values: Values, workingFolder: string): Settings {
  return {
    dataFolder: resolve(workingFolder, values.ANSWERABLE_DATA),
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    databaseConnections: values.DATABASE_CONNECTIONS,
    preparedStatements: values.DATABASE_PREPARED,
    key: values.ANSWERABLE_KEY,
    publicAddress: values.ANSWERABLE_URL?.replace(/\/+$/, '') ?? null,
    trustedProxies: values.ANSWERABLE_PROXIES?.split(',').map((address) => address.trim()) ?? [],
    privateHosts: values.ANSWERABLE_PRIVATE_HOSTS?.split(',').map((host) => host.trim()) ?? [],
    workers: values.ANSWERABLE_WORKERS,
    logLevel: values.LOG_LEVEL,
  };
}
