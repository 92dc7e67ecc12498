/** `npm start -- --demo` from nothing to an answered answer, killed on the way. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import type { CasePage, CaseView, CommitmentsPage, FollowUpsPage, Me } from '../../src/api/contract.ts';
import { reactionTo } from '../../src/demonstration/story/reaction.ts';
import { type Command, command } from '../factories/command.ts';
import { folderOfDatabases } from '../roomInMemory.ts';

const patience = { timeout: 60_000, interval: 300 };
const long = 240_000;
const ready = 'Ctrl-C stops everything.';

let folder = '';
let program: Command;
let printed = '';

/** Starts it and resolves once it prints its links. */
async function start(...words: string[]): Promise<void> {
  program = command({ ANSWERABLE_DATA: join(folder, 'data') }, ['--demo', ...words]);
  printed = '';
  program.child.stdout?.on('data', (data) => {
    printed += data;
  });
  await Promise.race([
    vi.waitFor(() => expect(printed).toContain(ready), { timeout: long, interval: 200 }),
    program.ended.then(({ err }) => Promise.reject(new Error(`it ended: ${err}`))),
  ]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(folderOfDatabases(), 'answerable-demo-'));
  await start('--demo-speed', '100');
}, long);
afterAll(async () => {
  program.child.kill('SIGTERM');
  await program.ended;
  await rm(folder, { recursive: true, force: true });
});

interface Signed {
  address: string;
  ask<T>(method: string, path: string, body?: unknown): Promise<T>;
}

/** Signs in by the link that was printed for this member. */
async function signIn(name: string): Promise<Signed> {
  const link = new RegExp(`${name}\\s+(\\S+)/link#token=(\\S+)`).exec(printed);
  const [, address = '', token = ''] = link ?? [];
  const send = (method: string, path: string, body: unknown, cookie: string) =>
    fetch(`${address}${path}`, {
      method,
      headers: {
        cookie,
        origin: address,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const entered = await send('POST', '/api/one-time-link', { token }, '');
  const cookie = entered.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  return {
    address,
    async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
      const answer = await send(method, path, body, cookie);
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
  };
}

type Rows = z.infer<typeof CasePage>['rows'];
type View = z.infer<typeof CaseView>;
const rowsOf = async (member: Signed, view: string): Promise<Rows> =>
  (await member.ask<z.infer<typeof CasePage>>('GET', `/api/cases?view=${view}&limit=200`)).rows;

/** What was published on the invented network so far. */
async function published(): Promise<{ id: string; story?: number }[]> {
  const text = await readFile(join(folder, 'data-demonstration', 'network', 'posts.ndjson'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; story?: number });
}

test('two weeks lie behind the desk: cases of three institutions, answered by its members at the time of the story', async () => {
  const member = await signIn('Naledi Khambule');
  const me = await member.ask<Me>('GET', '/api/me');
  expect(me.demonstration).toMatchObject({ speed: 100 });
  const resolved = await rowsOf(member, 'resolved');
  expect(resolved.length).toBeGreaterThan(100);
  const [row] = resolved;
  const view = await member.ask<View>('GET', `/api/cases/${row?.id}`);
  const sent = view.replies.filter(({ state }) => state === 'sent');
  expect(sent.length).toBeGreaterThan(0);
  const all = await rowsOf(member, 'all');
  expect(new Set(all.map(({ institution }) => institution))).toEqual(
    new Set(['Tamba Water', 'Itara Power', 'Zandela Mobile']),
  );
  const { ledger } = await member.ask<CommitmentsPage>('GET', '/api/commitments?list=kept');
  expect(ledger.made).toBeGreaterThan(20);
  expect(ledger.keptOnTime).toBeGreaterThan(ledger.keptLate);
  expect(ledger.broken).toBeGreaterThan(0);
  expect(await (await fetch(`${member.address}/promises/tamba-water`)).text()).toMatch(/\d+ % kept in time/);
  const chief = await signIn('Solomon Wekhule');
  const asked = await chief.ask<FollowUpsPage>('GET', '/api/follow-ups?list=by_me');
  expect(asked.rows.length).toBeGreaterThan(0);
  const closed = await chief.ask<FollowUpsPage>('GET', '/api/follow-ups/all?standing=closed');
  expect(closed.rows.length).toBeGreaterThan(0);
  const oldest = Math.min(...resolved.map(({ lastInboundAt }) => Date.parse(lastInboundAt ?? '')));
  expect(Date.now() - oldest).toBeGreaterThan(5 * 86_400_000);
});

test(
  'who answers the careful lady is answered by her, and a program that was killed goes on without doubling',
  async () => {
    // She answers back in this story: another seed would need another person here.
    const reaction = reactionTo('three rivers', { post: answered, tongue: 'en' });
    expect(reaction).not.toBeNull();
    const agent = await signIn('Baptiste Ntwari');
    const row = await vi.waitFor(async () => {
      const found = (await rowsOf(agent, 'queue')).find(({ author }) => author.handle === handle);
      if (found === undefined) throw new Error('nobody of that name wrote yet');
      return found;
    }, patience);
    const view = await agent.ask<View>('GET', `/api/cases/${row.id}`);
    const permission = view.permissions.find(({ allowed }) => allowed);
    // Of three accounts on one network the one that she wrote to comes first.
    expect(permission?.accountHandle).toBe('zandela');
    const about = {
      postId: view.answering,
      accountId: permission?.accountId,
      mode: 'public',
      attachments: [],
    };
    const reply = {
      ...about,
      text: 'It will be mended by five.',
      replyId: randomUUID(),
      writtenOn: view.sequence,
      promise: { kind: 'none' },
    };
    await agent.ask('POST', `/api/cases/${row.id}/replies`, { ...reply, despite: null });
    const inbound = (seen: View) => seen.posts.filter(({ direction }) => direction === 'inbound');
    await vi.waitFor(async () => {
      const seen = await agent.ask<View>('GET', `/api/cases/${row.id}`);
      expect(inbound(seen).map(({ text }) => text)).toContain(reaction?.text);
    }, patience);

    program.child.kill('SIGKILL');
    await program.ended;
    const before = await published();
    await start('--demo-speed', '100');
    const again = await signIn('Naserian Koriata');
    await vi.waitFor(
      async () => expect((await published()).length).toBeGreaterThan(before.length + 10),
      patience,
    );
    const seen = await again.ask<View>('GET', `/api/cases/${row.id}`);
    expect(inbound(seen)).toHaveLength(2);
    const after = await published();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
    const told = after.flatMap(({ story }) => (story === undefined ? [] : [story]));
    expect(Math.min(...told.slice(before.length - 50))).toBeGreaterThan(13 * 86_400_000);
  },
  long,
);

const answered = 'lady';
const handle = 'mrs.n.dlamini';
