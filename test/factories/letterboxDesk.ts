/** A desk on which one executive has her own direct messages read for her alone, and others who must not come there. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, vi } from 'vitest';
import type { AccountView, CaseView, FrontLineView, FrontPage, ReplyView } from '../../src/api/contract.ts';
import { join, type Person } from './apiServer.ts';
import { type BrowserDesk, openBrowserDesk } from './browserDesk.ts';

/** Of her words, her author's name and handle, and where it stands on the network. */
export const secret = 'hushquartz';
export const telling = new RegExp(secret, 'i');
export const house = 1;
export const patience = { timeout: 15_000 };
/** Who writes to her alone. */
export const by = { networkId: `did:plc:${secret}`, handle: `${secret}.example`, name: `Ms ${secret}` };

interface Asked {
  as?: Person;
  payload?: object;
}
export type LetterboxDesk = Awaited<ReturnType<typeof openLetterboxDesk>>;

/** Opens it: one post to the house, and one to her alone. */
export async function openLetterboxDesk() {
  const desk = await openBrowserDesk(false);
  const uwera = await join(desk.server, desk.admin, 'executive', 'uwera@water.example');
  async function ask<T>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    { as = uwera, payload }: Asked = {},
  ): Promise<T> {
    const answer = await desk.server.ask({ method, url, as, ...(payload === undefined ? {} : { payload }) });
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }
  const me = await ask<{ member: { id: string }; institutions: { id: string }[] }>('GET', '/api/me');
  const page = (as = uwera) => ask<FrontPage>('GET', '/api/front/posts', { as });
  const line = (as = uwera) => ask<FrontLineView>('GET', '/api/front/line', { as });
  const alone = async () => (await page()).rows.filter((row) => row.own);
  const inBox = (id: string, as = uwera) => ask<CaseView>('GET', `/api/cases/${id}?letterbox=1`, { as });
  const connect = (readsDirect: boolean, as = uwera) => {
    const fields = { handle: 'uwera.example', password: 'right-app-password' };
    const payload = { network: 'bluesky', institutionId: me.institutions[0]?.id, fields, readsDirect };
    return ask<AccountView>('POST', '/api/accounts/own', { as, payload });
  };
  const own = await connect(true);
  await desk.hear('lerato', 'The tap is dry.');
  await desk.hearAlone('uwera.example', secret, `My ${secret} is at stake.`, { by });
  await vi.waitFor(async () => expect(await alone()).toHaveLength(1), patience);
  const answerOf = answering({ desk, ask, memberId: me.member.id });
  return {
    ...{ desk, uwera, uweraId: me.member.id, own, ask, page, line, alone, inBox, connect },
    /** Answers a case of her letterbox. */
    answer: async (caseId: string, text: string) => answerOf(await inBox(caseId), text, '?letterbox=1'),
    /** Answers a case of the house. */
    answerOnDesk: async (caseId: string, text: string) =>
      answerOf(await ask<CaseView>('GET', `/api/cases/${caseId}`), text),
  };
}

function answering({
  desk,
  ask,
  memberId,
}: {
  desk: BrowserDesk;
  ask: <T>(method: 'POST', url: string, asked: Asked) => Promise<T>;
  memberId: string;
}) {
  return async ({ row, answering, sequence, permissions }: CaseView, text: string, more = '') => {
    const way =
      permissions.find(({ allowed, mode }) => allowed && mode === 'direct') ??
      permissions.find(({ mode }) => mode === 'direct');
    const payload = {
      ...{ replyId: randomUUID(), memberId, text, mode: 'direct', postId: answering },
      ...{ accountId: way?.accountId, writtenOn: sequence, promise: { kind: 'none' } },
    };
    const reply = await ask<ReplyView>('POST', `/api/cases/${row.id}/replies${more}`, { payload });
    // Nobody waits here until the undo is over.
    await sql`update reply set send_at = now() where state = 'queued'`.execute(desk.server.storage.system);
    return reply;
  };
}
