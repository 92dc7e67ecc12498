/** Promises on a browser's desk, made as they are: by answers that leave. */
import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import type { CasePage, CaseView, CommitmentView, ReplyView } from '../../src/api/contract.ts';
import type { BrowserDesk } from './browserDesk.ts';

export interface Promising {
  /** Asks as the admin. Throws with the server's words unless it is fine. */
  ask<T>(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object): Promise<T>;
  /** An author asks, and we promise in our answer; answers the promise's id. */
  promise(thread: string, what: string, dueAt: Date): Promise<string>;
}

const patience = { timeout: 20_000 };

export async function promisingOn(desk: BrowserDesk): Promise<Promising> {
  const ask: Promising['ask'] = async <T>(
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: object,
  ): Promise<T> => {
    const how = { method, url, as: desk.admin, ...(payload === undefined ? {} : { payload }) };
    const answer = await desk.server.ask(how);
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.text}`);
    return answer.body as T;
  };
  const ownerId = (await ask<{ member: { id: string } }>('GET', '/api/me')).member.id;
  const caseOf = (words: string) =>
    vi.waitFor(async () => {
      const { rows } = await ask<CasePage>('GET', '/api/cases?view=all&limit=200');
      const found = rows.find((row) => row.words?.includes(words));
      if (found === undefined) throw new Error('it is not at the desk yet');
      return found.id;
    }, patience);
  return {
    ask,
    async promise(thread, what, dueAt) {
      await desk.hear(thread, `Question of ${thread}`);
      const caseId = await caseOf(`Question of ${thread}`);
      const { permissions, answering, sequence } = await ask<CaseView>('GET', `/api/cases/${caseId}`);
      await ask<ReplyView>('POST', `/api/cases/${caseId}/replies`, {
        replyId: randomUUID(),
        text: what,
        mode: 'public',
        postId: answering,
        accountId: permissions[0]?.accountId,
        writtenOn: sequence,
        promise: { kind: 'made', what, dueAt: dueAt.toISOString(), ownerId },
      });
      desk.server.clock.ahead += 11_000;
      return vi.waitFor(async () => {
        const [one] = await ask<CommitmentView[]>('GET', `/api/cases/${caseId}/commitments`);
        if (one === undefined) throw new Error('the answer has not left yet');
        return one.id;
      }, patience);
    },
  };
}
