/** Protected authors: every address that changes something is asked about one, and its answer, also its refusal, says nothing by which one would know who it is. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Person } from '../factories/apiServer.ts';
import { join } from '../factories/apiServer.ts';
import { asks, ids } from '../factories/asksOfOthers.ts';
import { rows } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';
import { deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { mark, theirId, type WrittenAuthor, writtenAuthor } from '../factories/writtenAuthor.ts';

let open: DeskInApi;
let author: WrittenAuthor;
let agent: Person;
/** What is named in the place of the invented ids of `asks`: everything there is of that kind. */
let real: Record<string, string[]>;
const telling = new RegExp(mark, 'i');

beforeAll(async () => {
  open = await openDeskInApi();
  const at = await deskThatAnswers(open.server.storage, open.desk);
  author = await writtenAuthor(at, false);
  // Their name stands in what was written as it is.
  await sql`update identity set name = ${`Z${mark.slice(1)}`} where network_id = ${theirId}`.execute(
    open.server.storage.system,
  );
  agent = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  const agentId = (await open.ask<{ member: { id: string } }>('GET', '/api/me', undefined, agent)).member.id;
  const every = async (table: string) => (await rows<{ id: string }>(open.desk, table)).map(({ id }) => id);
  real = {
    case: [author.caseId, author.formCaseId],
    post: await every('post'),
    reply: await every('reply'),
    account: [open.desk.house.id],
    member: [agentId],
    bulk: await every('bulk_act'),
    join: await every('author_join'),
    rearrangement: await every('rearrangement'),
    view: await every('saved_view'),
    commitment: await every('commitment'),
    followUp: await every('follow_up'),
  };
});
afterAll(() => open.server.close());

/** What `:id` is where it is something else than `asks` says, for others who may see none. */
const kinds: Record<string, string> = {
  'POST /api/bulk/:id/continue': 'bulk',
  'POST /api/bulk/:id/undo': 'bulk',
  'POST /api/author-joins/:id/undo': 'join',
  'POST /api/rearrangements/:id/undo': 'rearrangement',
  'PUT /api/saved-views/:id': 'view',
};
const rule = {
  name: 'x',
  when: 'opened',
  match: 'all',
  conditions: [],
  acts: [{ do: 'vulnerable' }],
  enabled: false,
};
/** Bodies for addresses that name their cases in the body, or look at all. */
const bodies: Record<string, () => object> = {
  'POST /api/bulk': () => ({ bulkId: randomUUID(), act: { do: 'tag', tag: 'seen' }, cases: real.case }),
  'POST /api/bulk/preview': () => ({ act: { do: 'resolve' }, cases: real.case }),
  'POST /api/by-hand': () => ({
    id: randomUUID(),
    kind: 'visit',
    institutionId: open.desk.institutionId,
    receivedAt: new Date().toISOString(),
    text: 'They came again.',
  }),
  'POST /api/phone/calls': () => ({
    id: randomUUID(),
    institutionId: open.desk.institutionId,
    at: new Date().toISOString(),
    text: 'They called again.',
    outcome: 'answered',
  }),
  'POST /api/rules/dry-run': () => ({ rule, from: null }),
  'POST /api/saved-views': () => ({ name: 'Theirs', view: 'all', filter: {} }),
  'POST /api/tags/rename': () => ({ bulkId: randomUUID(), from: 'seen', to: 'looked at' }),
};
/** Of the author's own number: what they are erased by, and by itself the last of all. */
const erasure = 'POST /api/cases/:id/erasure';

/** The ids of one kind instead of the invented one. */
function named(invented: string, kind: string | undefined): string[] {
  const found = kind ?? Object.keys(ids).find((key) => ids[key as keyof typeof ids] === invented);
  return real[invented === 'member' ? 'member' : (found ?? '')] ?? [invented];
}

/** The body of `asks` about what there is. */
function bodyOf(route: string, post: string): object {
  const body = asks[route]?.body?.() ?? bodies[route]?.() ?? {};
  let text = JSON.stringify(body);
  for (const [kind, invented] of Object.entries(ids))
    if (invented !== '')
      text = text.replaceAll(invented, kind === 'post' ? post : (real[kind]?.[0] ?? invented));
  return JSON.parse(text) as object;
}

interface Asked {
  /** Addresses that said a name. */
  telling: string[];
  /** Addresses that did what was asked at least once. */
  done: string[];
}

/** Asks every address that changes something, as the admin, who may ask all of them and is named for none. */
async function askAll(): Promise<Asked> {
  const told = new Set<string>();
  const done = new Set<string>();
  const routes = open.server.app.routeRights
    .filter(({ method, right }) => ['POST', 'PUT', 'PATCH'].includes(method) && right !== 'public')
    .map(({ method, url }) => ({ method: method as 'POST', url, route: `${method} ${url}` }))
    // Protection is what is looked at; signing out everybody, or paths of files, say nothing of anybody.
    .filter(({ route }) => route !== 'PUT /api/cases/:id/protected' && route !== erasure);
  expect(routes.length).toBeGreaterThan(60);
  for (const { method, url, route } of routes) {
    const invented = asks[route]?.id ?? '';
    const at = url.includes(':') ? named(invented, kinds[route]).map((id) => url.replace(/:\w+/, id)) : [url];
    // A post of another case is a refusal, whose words are an answer, too.
    const posts = JSON.stringify(asks[route]?.body?.() ?? {}).includes(ids.post)
      ? (real.post ?? [])
      : ['none'];
    for (const address of at) {
      for (const post of posts) {
        const payload = bodyOf(route, post);
        const answer = await open.server.ask({ method, url: address, as: open.admin, payload });
        if (answer.status >= 500) throw new Error(`${route}: ${answer.text}`);
        if (answer.status < 300) done.add(route);
        if (telling.test(answer.text) || telling.test(JSON.stringify(answer.headers))) told.add(route);
      }
    }
  }
  return { telling: [...told].sort(), done: [...done].sort() };
}

it('names them in no answer to whoever changes something', async () => {
  const protection = { reason: `${mark} works here.`, readers: real.member };
  await open.ask('PUT', `/api/cases/${author.caseId}/protected`, protection);
  const { telling, done } = await askAll();
  expect(telling).toEqual([]);
  // What answers with their case or their words was asked in earnest.
  for (const route of aboutThem) expect(done).toContain(route);
}, 120_000);

const aboutThem = [
  'POST /api/cases/:id/assign',
  'POST /api/cases/:id/claim',
  'POST /api/cases/:id/note',
  'POST /api/cases/:id/release',
  'POST /api/cases/:id/reopen',
  'POST /api/cases/:id/resolve',
  'POST /api/cases/:id/severity',
  'POST /api/cases/:id/tags',
  'POST /api/cases/:id/unit',
  'POST /api/rules/dry-run',
  'PUT /api/cases/:id/abusive',
];

it('would have: without the protection many of the same addresses say who it is', async () => {
  await open.ask('PUT', `/api/cases/${author.caseId}/protected`, { reason: null, readers: [] });
  const { telling } = await askAll();
  for (const route of ['POST /api/cases/:id/assign', 'POST /api/cases/:id/claim', 'POST /api/cases/:id/tags'])
    expect(telling).toContain(route);
}, 120_000);
