/** Whatever is sent to the API, by whomever, is answered with a code and a sentence: never a fault of ours, never a trace of the program. */
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { roles } from '../../src/domain/rights.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { type FormDesk, openFormDesk } from '../factories/formDesk.ts';
import { type Schema, somewhatWrong, valueFor } from '../fuzz/fromSchema.ts';
import { anyText, fuzzTimeout, junk, runsOf, tellFuzzed, trace } from '../fuzz/inputs.ts';

interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema } | undefined> };
}

/** A stream that does not end, and what would end the sessions by which everything else is asked. */
const notAsked = ['get /api/events', 'post /api/auth/sign-out'];
/** The other side's fault is told as such: nothing answers at the addresses that are tried. */
const othersFaults = new Set(['network_unreachable', 'database_unreachable']);

let desk: FormDesk;
const people: Person[] = [];
/** Ids of what there is, and of what comes to be by the fuzzing itself. */
const ids: string[] = [];
const uuid = /"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"/g;
let document: { paths: Record<string, Record<string, Operation>> };

beforeAll(async () => {
  desk = await openFormDesk();
  people.push(desk.admin);
  for (const role of roles)
    if (role !== 'admin') people.push(await join(desk.server, desk.admin, role, `${role}@water.example`));
  // Whom the fuzzing may do things to.
  await join(desk.server, desk.admin, 'agent', 'somebody@water.example');
  for (const words of ['No water since Monday.', 'The bill is wrong.', 'Thank you all.']) {
    const path = await desk.complain({ text: words });
    expect(path).toMatch(/^\/c\//);
    await desk.caseWith(words);
  }
  document = (await desk.server.ask({ url: '/api/openapi.json' })).body as typeof document;
  const { rows } = await desk.server.storage.pool.query<{ id: string }>(
    `select id from care_case union all select id from post union all select id from institution union all select id from conversation
     union all select id from connected_account union all select id from identity union all select m.id from member as m where email = 'somebody@water.example'`,
  );
  ids.push(...rows.map((row) => row.id));
});
afterAll(() => desk.close());

interface Asked {
  method: string;
  path: string;
  address: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
  type: string | undefined;
  by: number;
}

/** One request to this address: most of them such as it may take. */
function requestTo(path: string, method: string, operation: Operation): fc.Arbitrary<Asked> {
  const part = (place: string) =>
    fc.record(
      Object.fromEntries(
        (operation.parameters ?? [])
          .filter((one) => one.in === place)
          .map((one) => [one.name, valueFor(one.schema, ids)]),
      ),
      place === 'path' ? {} : { requiredKeys: [] },
    );
  const schema = operation.requestBody?.content['application/json']?.schema;
  const right = schema === undefined ? fc.constant(undefined) : valueFor(schema, ids);
  const body = fc.oneof(
    { weight: 5, arbitrary: right },
    { weight: 4, arbitrary: schema === undefined ? junk : somewhatWrong(right) },
    { weight: 1, arbitrary: junk },
  );
  const oddly = (value: fc.Arbitrary<Record<string, unknown>>) =>
    fc.oneof(
      { weight: 4, arbitrary: value },
      { weight: 1, arbitrary: somewhatWrong(value) as fc.Arbitrary<Record<string, unknown>> },
    );
  return fc.record({
    method: fc.constant(method.toUpperCase()),
    path: fc.constant(path),
    address: oddly(part('path')),
    query: oddly(part('query')),
    body,
    type: fc.oneof(
      { weight: 12, arbitrary: fc.constant(undefined) },
      fc.constantFrom(
        'text/plain',
        'multipart/form-data; boundary=x',
        'application/json; charset=latin1',
        'image/png',
      ),
    ),
    // The admin gets further than anybody.
    by: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(people.length)),
  });
}

const word = (value: unknown): string =>
  encodeURIComponent(
    (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed(),
  ).slice(0, 900);

function optionsOf({ method, path, address, query, body, type, by }: Asked): InjectOptions & { as?: Person } {
  const at = path.replace(/\{(\w+)\}/g, (_, name: string) => word(address[name]));
  const search = Object.entries(query).map(([name, value]) => `${word(name)}=${word(value)}`);
  const as = people[by];
  const bare = method === 'GET' || body === undefined;
  return {
    method: method as 'GET',
    url: search.length === 0 ? at : `${at}?${search.join('&')}`,
    ...(as === undefined ? {} : { as }),
    ...(bare ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: bare ? {} : { 'content-type': type ?? 'application/json' },
  };
}

/** Among tens of thousands of inputs some take a role away: each has their own again, or nearly all that follows would be refused. */
async function giveRolesBack(): Promise<void> {
  const { pool } = desk.server.storage;
  await pool.query(
    `update member set role = split_part(email, '@', 1), left_at = null
     where email = any($1) and (role <> split_part(email, '@', 1) or left_at is not null)`,
    [roles.filter((role) => role !== 'admin').map((role) => `${role}@water.example`)],
  );
  await pool.query(
    `update member set role = 'admin', left_at = null
     where email = 'naledi@water.example' and (role <> 'admin' or left_at is not null)`,
  );
}

const counted = { taken: 0, refused: 0, forbidden: 0 };

async function answersPlainly(asked: Asked): Promise<void> {
  const answer = await desk.server.ask(optionsOf(asked));
  const what = `${asked.method} ${asked.path}: ${answer.status} ${answer.text.slice(0, 500)}`;
  if (answer.status >= 500) expect(othersFaults, what).toContain((answer.body as { code?: string }).code);
  if (answer.status >= 400) {
    expect(answer.text, what).not.toMatch(trace);
    const said = answer.body as { code: string; sentence: string };
    expect(said, what).toMatchObject({ code: expect.stringMatching(/^[a-z_]+$/) });
    expect(said.sentence, what).toMatch(/\S.*[.?!]$/);
    counted[answer.status === 401 || answer.status === 403 ? 'forbidden' : 'refused'] += 1;
    return;
  }
  counted.taken += 1;
  if (asked.path.startsWith('/api/sessions')) return;
  for (const [, id] of answer.text.matchAll(uuid)) if (id !== undefined && ids.length < 400) ids.push(id);
}

it(
  'whatever a program or a person asks of it',
  async () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => !notAsked.includes(`${method} ${path}`))
        .map(([method, operation]) => requestTo(path, method, operation)),
    );
    expect(operations.length).toBeGreaterThan(80);
    const numRuns = runsOf(0.34, 2_000);
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(...operations), async (asked) => {
        tried += 1;
        if (tried % 500 === 0) await giveRolesBack();
        await answersPlainly(asked);
      }),
      { numRuns, endOnFailure: true },
    );
    tellFuzzed('API', tried, counted);
    const broken = desk.server.logged.filter((line) => line.includes('"code":"unexpected"'));
    expect(broken).toEqual([]);
    // A fifth and more got as far as the desk.
    expect(counted.taken).toBeGreaterThan(tried / 5);
  },
  fuzzTimeout,
);

it(
  'whatever comes as a cookie, a key or a host',
  async () => {
    const head = anyText.map((text) => text.replace(/[^ -~]/g, ''));
    const { server } = desk;
    const heads = fc.record(
      {
        cookie: head,
        authorization: head,
        'x-answerable-organisation': head,
        'accept-language': head,
        origin: head,
        host: head,
        'last-event-id': head,
      },
      { requiredKeys: [] },
    );
    const numRuns = runsOf(0.05, 400);
    await fc.assert(
      fc.asyncProperty(
        heads,
        fc.constantFrom('/api/me', '/api/cases?view=all', '/api/sign-in/ways'),
        async (headers, url) => {
          const answer = await server.ask({ url, headers });
          expect(answer.status, answer.text).toBeLessThan(500);
          expect(answer.text).not.toMatch(trace);
        },
      ),
      { numRuns },
    );
    tellFuzzed('API, heads', numRuns, {});
  },
  fuzzTimeout,
);
