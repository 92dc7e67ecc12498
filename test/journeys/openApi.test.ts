/** What the server says of itself is true: every address stands in it, and a client that is generated from it works. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { generateApi } from 'swagger-typescript-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operationName } from '../../src/api/openApi.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'node_modules/.cache/openapi-client');

interface Operation {
  description: string;
  operationId: string;
  security: object[];
  requestBody?: object;
  responses: Record<string, { content?: object }>;
}

let desk: BrowserDesk;
let document: { openapi: string; paths: Record<string, Record<string, Operation>> };

beforeAll(async () => {
  desk = await openBrowserDesk(false);
  document = (await desk.server.ask({ url: '/api/openapi.json' })).body as typeof document;
});
afterAll(async () => {
  await desk?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Not of the API: the console's files, the description itself, the doctor's probe, and the public pages, which are for people. */
const aside = /^(GET \/\*|GET \/api\/openapi\.json|GET \/api\/probe|\w+ \/(?:[fcp]|in|promises|calls)\/.*)$/;
/** Answers that are no JSON: pictures, the stream, a table, a file, figures for Prometheus. */
const otherThanJson = [
  'GET /api/media/:id',
  'GET /api/media/inbound/:postId/:n',
  'GET /api/cases/export',
  'GET /api/search/export',
  'GET /api/announcements/export',
  'GET /api/commitments/export',
  'GET /api/audit/export',
  'GET /api/record.csv',
  'GET /api/cases/:id/author-export',
  'GET /api/events',
  'GET /metrics',
];

it('describes every address with its right, who may ask, its answer, and its refusals', () => {
  const routes = desk.server.app.routeRights.filter(
    ({ method, url }) => method !== 'HEAD' && !aside.test(`${method} ${url}`),
  );
  expect(routes.length).toBeGreaterThan(70);
  for (const { method, url, right } of routes) {
    const name = `${method} ${url}`;
    const operation = document.paths[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    expect(operation, name).toBeDefined();
    expect(operation?.description, name).toContain(`Right: ${right}.`);
    expect(operation?.operationId, name).toBe(operationName(method, url));
    const ways = right === 'public' ? 0 : right === 'self.manage' ? 1 : 2;
    expect(operation?.security.length, name).toBe(ways);
    expect(operation?.responses['4XX']?.content, name).toBeDefined();
    if (!otherThanJson.includes(name)) {
      const good = operation?.responses['200'] ?? operation?.responses['204'];
      expect(good, name).toBeDefined();
    }
  }
  const described = Object.values(document.paths).reduce((sum, path) => sum + Object.keys(path).length, 0);
  expect(described).toBe(routes.length);
});

it('gives every address a name of its own', () => {
  const names = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map((one) => one.operationId),
  );
  expect(new Set(names).size).toBe(names.length);
});

interface Journey {
  journey(address: string, token: string, hurry: () => void): Promise<object>;
}

/** Generates the client, lets the compiler read the journey against it, and loads it. */
async function generated(): Promise<Journey> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const made = await generateApi({
    spec: document as never,
    output: false,
    fileName: 'generated.ts',
    enumStyle: 'union',
    silent: true,
  } as Parameters<typeof generateApi>[0]);
  const [file] = made.files;
  await writeFile(join(folder, 'generated.ts'), file?.fileContent ?? '');
  await copyFile(join(root, 'test/clients/journey.ts'), join(folder, 'journey.ts'));
  const compilerOptions = {
    target: 'esnext',
    lib: ['esnext', 'dom'],
    module: 'nodenext',
    strict: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    types: [],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['journey.ts'] }));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, '-p', folder]).catch((error: { stdout: string }) => {
    throw new Error(`the journey does not fit the client:\n${error.stdout}`);
  });
  return (await import(pathToFileURL(join(folder, 'journey.ts')).href)) as Journey;
}

it('makes a client with which a program lists, opens, drafts, sends and resolves by its key', async () => {
  const { journey } = await generated();
  const scopes = ['cases.read', 'cases.work', 'replies.draft', 'replies.send'];
  const made = await desk.server.ask({
    method: 'POST',
    url: '/api/keys',
    as: desk.admin,
    payload: { name: 'Night desk', scopes, days: 1 },
  });
  const { id, token } = made.body as { id: string; token: string };
  await desk.hear('aline', 'No water in our street.');
  const hurry = () => {
    desk.server.clock.ahead += 11_000;
  };
  expect(await journey(desk.address, token, hurry)).toEqual({
    caseNumber: 1,
    wordsHeard: 'No water in our street.',
    draftState: 'draft',
    queuedState: 'queued',
    sentState: 'sent',
    resolvedState: 'resolved',
    refusedCode: 'not_permitted',
  });
  expect(desk.sent.map((reply) => reply.text)).toEqual(['I called them myself.']);
  const facts = await desk.server.storage.system
    .selectFrom('history')
    .select(['action', 'actor_id', 'particulars'])
    .where('action', 'in', ['reply_queued', 'case_resolved'])
    .orderBy('sequence')
    .execute();
  expect(facts.map((fact) => [fact.action, fact.particulars])).toEqual([
    ['reply_queued', { key: id }],
    ['case_resolved', { key: id }],
  ]);
});
