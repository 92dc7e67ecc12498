/** A stranger's program: it knows the API by the client that was generated from its description, and nothing else of ours. Checked and run by openApi.test.ts. */
import { Api } from './generated.ts';

export interface Came {
  caseNumber: number;
  wordsHeard: string | null;
  draftState: string | undefined;
  queuedState: string;
  sentState: string | undefined;
  resolvedState: string;
  refusedCode: string | undefined;
}

/** Waits for what another program does meanwhile. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come');
}

/** Lists, opens a case, drafts, sends, sees it sent, resolves. `hurry` ends the ten seconds in which a reply can be called back. */
export async function journey(address: string, token: string, hurry: () => void): Promise<Came> {
  const client = new Api({
    baseUrl: address,
    baseApiParams: { secure: true, format: 'json', headers: { authorization: `Bearer ${token}` } },
  }).api;
  const me = (await client.getMe()).data;
  if (!me.rights.includes('replies.send')) throw new Error('the key may not send');
  const row = await until(async () => (await client.getCases({ view: 'queue', limit: 10 })).data.rows[0]);
  const opened = (await client.getCasesById(row.id)).data;
  const permission = opened.permissions.find((one) => one.allowed && one.mode === 'public');
  if (permission === undefined || opened.answering === null) throw new Error('nothing may be answered');
  const written = {
    text: 'I called them myself.',
    mode: permission.mode,
    postId: opened.answering,
    accountId: permission.accountId,
  };
  const draft = (await client.putCasesByIdDraft(row.id, written)).data;
  const replyId = crypto.randomUUID();
  const queued = (
    await client.postCasesByIdReplies(row.id, {
      ...written,
      replyId,
      writtenOn: opened.sequence,
      promise: { kind: 'none' },
    })
  ).data;
  hurry();
  const sent = await until(async () =>
    (await client.getCasesById(row.id)).data.replies.find(
      (reply) => reply.id === replyId && reply.state === 'sent',
    ),
  );
  const resolved = (await client.postCasesByIdResolve(row.id)).data;
  const refused = await client.getMembers().then(
    () => undefined,
    (answer: Awaited<ReturnType<typeof client.getMembers>>) => answer.error as { code: string },
  );
  return {
    caseNumber: row.number,
    wordsHeard: row.words,
    draftState: draft?.state,
    queuedState: queued.state,
    sentState: sent.state,
    resolvedState: resolved.state,
    refusedCode: refused?.code,
  };
}
