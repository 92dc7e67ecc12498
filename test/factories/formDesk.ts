/** A desk with a public form, workers and senders in this process, and authors who fill the form as a browser would. */
import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { CasePage, CaseView, FormView, ReplyPromise, ReplyView } from '../../src/api/contract.ts';
import { buildChannels } from '../../src/channels/networks.ts';
import { startSending } from '../../src/jobs/sendReplies.ts';
import { startWorkers } from '../../src/listening/work.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import type { TestDatabase } from '../createTestDatabase.ts';
import { type Answer, type ApiServer, firstRun, type Person, startApi } from './apiServer.ts';

const patience = { timeout: 20_000, interval: 50 };

export interface Photo {
  bytes: Uint8Array;
  name?: string;
}

export interface FormDesk {
  server: ApiServer;
  admin: Person;
  form: FormView;
  institutionId: string;
  /** Asks the API as the admin; fails unless it is fine. */
  api<T>(method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object): Promise<T>;
  /** Loads a page. */
  page(path: string, from?: string): Promise<Answer>;
  /** The hidden one-time id of the form on this page, old enough to be taken. */
  formId(path: string): Promise<string>;
  /** Sends a form to this path; `fields` as typed. */
  send(
    path: string,
    fields: Record<string, string>,
    more?: { photos?: Photo[]; from?: string },
  ): Promise<Answer>;
  /** Fills the form and sends it; answers the path of the private page. */
  complain(fields: Record<string, string>, more?: { photos?: Photo[]; from?: string }): Promise<string>;
  /** The case whose last post has these words, once it is there. */
  caseWith(words: string): Promise<CaseView>;
  caseIn(id: string, state: string): Promise<CaseView>;
  /** Answers the case's last post and waits until it is sent. */
  answer(theCase: CaseView, text: string, promise?: ReplyPromise): Promise<ReplyView>;
  close(): Promise<void>;
}

export async function openFormDesk(options: { database?: TestDatabase } = {}): Promise<FormDesk> {
  const server = await startApi(options);
  const admin = await firstRun(server);
  const api: FormDesk['api'] = async <T>(method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) => {
    const answer = await server.ask({
      method,
      url,
      as: admin,
      ...(payload === undefined ? {} : { payload }),
    });
    if (answer.status !== 200) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  };
  const me = await api<{ institutions: { id: string }[] }>('GET', '/api/me');
  const institutionId = me.institutions[0]?.id ?? '';
  const asked = {
    institutionId,
    slug: 'water',
    title: 'Tell us about your water',
    topics: ['No water', 'A bill'],
  };
  const form = await api<FormView>('POST', '/api/forms', asked);
  const channels = buildChannels({ fetch, now: server.now, log: () => undefined });
  const deps = { storage: server.storage, channels, now: server.now, log: () => undefined };
  const open = (organisation: number, account: string) =>
    openAccount(server.storage, server.key, organisation, account);
  const workers = startWorkers(deps, 'form-test', 1);
  const senders = startSending({ ...deps, openAccount: open }, 'form-test', 2);
  const author = authorOf(server);
  return {
    server,
    admin,
    form,
    institutionId,
    api,
    ...author,
    ...agentOf(server, api),
    async close() {
      await Promise.all([workers.stop(), senders.stop()]);
      await server.close();
    },
  };
}

const formIdIn = (text: string): string => /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';

function authorOf(server: ApiServer): Pick<FormDesk, 'page' | 'formId' | 'send' | 'complain'> {
  const page: FormDesk['page'] = (path, from = '203.0.113.9') =>
    server.ask({ url: path, remoteAddress: from, headers: { origin: undefined } });
  const formId: FormDesk['formId'] = async (path) => {
    const id = formIdIn((await page(path)).text);
    server.clock.ahead += 3_000;
    return id;
  };
  const send: FormDesk['send'] = async (path, fields, { photos = [], from = '203.0.113.9' } = {}) => {
    const { body, type } = await multipart(fields, photos);
    return server.ask({
      method: 'POST',
      url: path,
      payload: body,
      remoteAddress: from,
      // What a browser says of a page with the policy "no-referrer".
      headers: { 'content-type': type, origin: 'null' },
    });
  };
  return {
    page,
    formId,
    send,
    complain: async (fields, more) => {
      const answer = await send('/f/water', { form: await formId('/f/water'), ...fields }, more);
      if (answer.status !== 303) throw new Error(`the form was not taken: ${answer.status} ${answer.text}`);
      return String(answer.headers.location).replace('?new=1', '');
    },
  };
}

/** The body of a form as a browser sends it. */
export async function multipart(
  fields: Record<string, string>,
  photos: readonly Photo[] = [],
): Promise<{ body: Buffer; type: string }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const { bytes, name = 'photo.jpg' } of photos)
    form.append('photo', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), name);
  // A file that nobody chose is sent as an empty one.
  if (photos.length === 0) form.append('photo', new Blob([]), '');
  const answer = new Response(form);
  return {
    body: Buffer.from(await answer.arrayBuffer()),
    type: answer.headers.get('content-type') ?? '',
  };
}

function agentOf(server: ApiServer, api: FormDesk['api']): Pick<FormDesk, 'caseWith' | 'caseIn' | 'answer'> {
  const caseIn: FormDesk['caseIn'] = (id, state) =>
    vi.waitFor(async () => {
      const found = await api<CaseView>('GET', `/api/cases/${id}`);
      expect(found.row.state).toBe(state);
      return found;
    }, patience);
  return {
    caseIn,
    caseWith: (words) =>
      vi.waitFor(async () => {
        const { rows } = await api<CasePage>('GET', '/api/cases?view=all&limit=200');
        const found = rows.find((row) => row.words?.includes(words));
        if (found === undefined) throw new Error(`no case with "${words}"`);
        return api<CaseView>('GET', `/api/cases/${found.id}`);
      }, patience),
    answer: async (theCase, text, promise = { kind: 'none' }) => {
      const replyId = randomUUID();
      const permission = theCase.permissions.find((one) => one.allowed);
      await api('POST', `/api/cases/${theCase.row.id}/replies`, {
        replyId,
        text,
        mode: permission?.mode,
        postId: theCase.answering,
        accountId: permission?.accountId,
        writtenOn: theCase.sequence,
        promise,
      });
      // The undo is over.
      server.clock.ahead += 11_000;
      return vi.waitFor(async () => {
        const { replies } = await api<CaseView>('GET', `/api/cases/${theCase.row.id}`);
        const reply = replies.find((one) => one.id === replyId);
        expect(reply?.state).toBe('sent');
        return reply as ReplyView;
      }, patience);
    },
  };
}
