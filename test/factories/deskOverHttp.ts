/** A member at a desk that runs as a program of its own: everything over HTTP, as a browser would. */
import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { z } from 'zod';
import type { CasePage, CaseRow, CaseView, Events, ReplyView } from '../../src/api/contract.ts';
import type { Role } from '../../src/domain/rights.ts';
import type { BlueskyAccount } from '../servers/bluesky/account.ts';
import type { Bluesky } from '../servers/startBluesky.ts';
import { typedFor } from './blueskyAccess.ts';
import type { Answerable } from './startAnswerable.ts';

export type Row = z.infer<typeof CaseRow>;
export type View = z.infer<typeof CaseView>;
export type Reply = z.infer<typeof ReplyView>;

/** How long a test waits for something that must come. */
export const patience = { timeout: 60_000, interval: 100 };

export interface Desk {
  /** Asks; throws with the answer's words unless it is fine. */
  ask<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Invites a member, who accepts; answers how they ask. */
  join(role: Role, email: string): Promise<Desk['ask']>;
  /** Fetches one of our own addresses, whatever it answers. */
  fetch(path: string): Promise<Response>;
  /** Imports rows of an archive (NDJSON). */
  importArchive(rows: string): Promise<void>;
  /** Connects the house's account with a fresh app password; answers the account's id. */
  connect(net: Bluesky, house: BlueskyAccount, listening: 'firehose' | 'jetstream'): Promise<string>;
  /** The case whose last post has these words, once it is there. */
  caseWith(words: string, view?: string): Promise<Row>;
  /** The case, once it is in this state. */
  caseIn(state: Row['state'], id: string): Promise<View>;
  /** Answers the case's last post. */
  answer(theCase: View, text: string, more?: { mode?: 'public' | 'direct' }): Promise<Reply>;
  /** The reply, once it is in this state. */
  replyIn(state: Reply['state'], caseId: string, replyId: string): Promise<Reply>;
  /** Ends the undo of a queued reply now. The program has no setting for that: the row is moved. */
  hurry(replyId: string): Promise<void>;
  /** Every action of the history about this reply, in order. */
  storyOf(replyId: string): Promise<string[]>;
  /** Writes as the stranger until the stream is heard: an account that was just connected hears what is said from then on. */
  untilHeard(house: BlueskyAccount, stranger: BlueskyAccount): Promise<void>;
  /** The live updates from here on. */
  listen(after: number): Promise<Stream>;
}

export interface Stream {
  events: z.infer<typeof Events>[];
  close(): void;
}

/** A browser with cookies of its own. */
function browserOf(program: Answerable) {
  let cookie = '';
  const send = (method: string, path: string, body: unknown): Promise<Response> =>
    fetch(`${program.address()}${path}`, {
      method,
      headers: {
        cookie,
        origin: program.address(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    send,
    async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
      const answer = await send(method, path, body);
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    /** Keeps the cookies of an answer that let somebody in. */
    async enter(answer: Response): Promise<string> {
      if (!answer.ok) throw new Error(`nobody was let in: ${await answer.text()}`);
      cookie = answer.headers
        .getSetCookie()
        .map((line) => line.split(';', 1)[0])
        .join('; ');
      return cookie;
    },
  };
}

/** Does the first run with the printed link and is signed in. */
export async function openDesk(program: Answerable): Promise<Desk> {
  const { send, ask, enter } = browserOf(program);
  const entered = await send('POST', '/api/first-run', {
    token: program.link().split('#token=')[1],
    organisation: 'Amazi Water',
    institution: 'Amazi Water Board',
    name: 'Naledi Dlamini',
    email: 'naledi@water.example',
    password: 'a long enough password',
    timeZone: 'Africa/Kigali',
  });
  const cookie = await enter(entered);
  return {
    ask,
    async join(role, email) {
      const { link } = await ask<{ link: string }>('POST', '/api/members', { name: email, email, role });
      const theirs = browserOf(program);
      const token = link.split('#token=')[1];
      const accepted = { token, name: email, password: 'another long password' };
      await theirs.enter(await theirs.send('POST', '/api/invitation', accepted));
      return theirs.ask;
    },
    fetch: (path) => send('GET', path, undefined),
    async importArchive(rows) {
      const answer = await fetch(`${program.address()}/api/imports?name=posts.ndjson`, {
        method: 'POST',
        headers: { cookie, origin: program.address(), 'content-type': 'application/x-ndjson' },
        body: rows,
      });
      if (!answer.ok) throw new Error(`the import was refused: ${answer.status} ${await answer.text()}`);
    },
    connect: (net, house, listening) => connect(ask, net, house, listening),
    caseWith: (words, view = 'queue') =>
      vi.waitFor(async () => {
        const { rows } = await ask<z.infer<typeof CasePage>>('GET', `/api/cases?view=${view}&limit=200`);
        const found = rows.find((row) => row.words?.includes(words));
        if (found === undefined) throw new Error(`no case with "${words}" in ${view}`);
        return found;
      }, patience),
    caseIn: (state, id) =>
      vi.waitFor(async () => {
        const found = await ask<View>('GET', `/api/cases/${id}`);
        expect(found.row.state).toBe(state);
        return found;
      }, patience),
    answer: (theCase, text, { mode = 'public' } = {}) =>
      ask<Reply>('POST', `/api/cases/${theCase.row.id}/replies`, {
        replyId: theCase.draft?.id ?? randomUUID(),
        text,
        mode,
        postId: theCase.answering,
        accountId: theCase.permissions.find((one) => one.mode === mode && one.allowed)?.accountId,
        writtenOn: theCase.sequence,
        promise: { kind: 'none' },
      }),
    replyIn: (state, caseId, replyId) =>
      vi.waitFor(async () => {
        const { replies } = await ask<View>('GET', `/api/cases/${caseId}`);
        const reply = replies.find((one) => one.id === replyId);
        expect(reply?.state).toBe(state);
        return reply as Reply;
      }, patience),
    hurry: async (replyId) => {
      await program.query('update reply set send_at = now() where id = $1', [replyId]);
    },
    storyOf: async (replyId) => {
      const told = await program.query<{ action: string }>(
        'select action from history where subject_id = $1 order by sequence',
        [replyId],
      );
      return told.map((one) => one.action);
    },
    untilHeard: (house, stranger) => untilHeard(program, house, stranger),
    listen: (after) => listen(`${program.address()}/api/events?after=${after}`, cookie),
  };
}

async function untilHeard(
  program: Answerable,
  house: BlueskyAccount,
  stranger: BlueskyAccount,
): Promise<void> {
  await vi.waitFor(async () => {
    const { uri } = await stranger.post(`@${house.handle} is anybody there?`, { mentions: [house] });
    await vi.waitFor(async () => {
      const heard = await program.query('select 1 from post where network_id = $1', [uri]);
      expect(heard).toHaveLength(1);
    }, 2_000);
  }, patience);
}

/** Types everything that the tests' network has of its own into the form's fields. */
async function connect(
  ask: Desk['ask'],
  net: Bluesky,
  house: BlueskyAccount,
  listening: 'firehose' | 'jetstream',
): Promise<string> {
  const { institutions } = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
  const typed = typedFor(net, house, await house.appPassword(`desk-${listening}`, true));
  const stream = listening === 'jetstream' ? { stream: net.jetstream } : {};
  const fields = { ...typed, listening, ...stream };
  const body = { network: 'bluesky', institutionId: institutions[0]?.id, fields };
  const { id } = await ask<{ id: string }>('POST', '/api/accounts', body);
  await ask('PATCH', `/api/accounts/${id}`, { watched: ['amazi water'] });
  return id;
}

async function listen(address: string, cookie: string): Promise<Stream> {
  const stopping = new AbortController();
  const answer = await fetch(address, { headers: { cookie }, signal: stopping.signal });
  const stream: Stream = { events: [], close: () => stopping.abort() };
  void (async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const part of answer.body ?? []) {
      text += decoder.decode(part as Uint8Array, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (/^event: history$/m.test(block) && data) stream.events.push(JSON.parse(data));
      }
    }
  })().catch(() => stream.close()); // the program was killed, or the test has heard enough
  return stream;
}
