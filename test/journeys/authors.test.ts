/** One person behind several names, by a member's yes; and whoever asked not to be written to is not. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseRow, CaseView } from '../../src/api/contract.ts';
import { join } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let aline: CaseRow;
let other: CaseRow;

const ask = (did: string, key: string, minute: number, text: string) =>
  item({ did: `did:plc:${did}`, key, minute, text, mentions: [open.desk.house.did] });
const read = (id: string) => open.ask<CaseView>('GET', `/api/cases/${id}`);

beforeAll(async () => {
  open = await openDeskInApi();
  await open.take(ask('aline', 'tap', 1, 'No water.'), ask('aline.at.work', 'again', 2, 'Still no water.'));
  const { rows } = await open.ask<{ rows: CaseRow[] }>('GET', '/api/cases');
  [aline, other] = rows as [CaseRow, CaseRow];
});
afterAll(() => open.server.close());

describe('two names of one person', () => {
  it('are looked at by the number of a case, joined by a yes, and share their past', async () => {
    expect(await open.ask<CaseRow>('GET', `/api/cases/by-number/${other.number}`)).toMatchObject({
      id: other.id,
      words: 'Still no water.',
    });
    const { joinId } = await open.ask<{ joinId: string }>('POST', `/api/cases/${aline.id}/same-author`, {
      caseNumber: other.number,
    });
    const { author, history } = await read(aline.id);
    expect(author.identities.map(({ handle }) => handle).sort()).toEqual([
      'aline.at.work.example',
      'aline.example',
    ]);
    expect(author.pastCases.map(({ id }) => id)).toEqual([other.id]);
    expect(author.joins).toEqual([{ id: joinId, name: 'aline.at.work.example' }]);
    expect(history.map(({ action }) => action)).toContain('authors_joined');
    const fromThere = await read(other.id);
    expect(fromThere.author.id).toBe(author.id);
    await open.take(ask('aline.at.work', 'third', 3, 'And now?'));
    expect((await read(aline.id)).author.pastCases).toHaveLength(2);
  });

  it('let their cases be put together, and taken apart again by whoever parts them', async () => {
    const { rearrangementId } = await open.ask<{ rearrangementId: string }>(
      'POST',
      `/api/cases/${aline.id}/merge`,
      { from: other.id },
    );
    const merged = await read(aline.id);
    expect(merged.posts.map(({ text }) => text)).toEqual(['No water.', 'Still no water.']);
    expect(merged.rearrangements).toMatchObject([{ id: rearrangementId, from: { number: other.number } }]);
    expect(await read(other.id)).toMatchObject({ mergedInto: { id: aline.id, number: aline.number } });
    await open.ask('POST', `/api/rearrangements/${rearrangementId}/undo`);
    expect((await read(aline.id)).posts).toHaveLength(1);
    const [joined] = (await read(aline.id)).author.joins;
    await open.ask('POST', `/api/author-joins/${joined?.id}/undo`);
    const parted = await read(aline.id);
    expect(parted.author).toMatchObject({ joins: [], pastCases: [] });
    expect((await read(other.id)).author.identities).toHaveLength(1);
  });

  it('that are one already, or of a case that is none, are refused in words', async () => {
    const wrong = (caseNumber: number) =>
      open.ask('POST', `/api/cases/${aline.id}/same-author`, { caseNumber });
    await expect(wrong(aline.number)).rejects.toThrow(/of this very author already/);
    await expect(wrong(4_127)).rejects.toThrow(/no case 4127/);
    const auditor = await join(open.server, open.admin, 'auditor', 'reads@water.example');
    const refused = open.ask(
      'POST',
      `/api/cases/${aline.id}/same-author`,
      { caseNumber: other.number },
      auditor,
    );
    await expect(refused).rejects.toThrow(/403/);
  });
});

describe('an author who must not be written to', () => {
  const send = async () => {
    const { answering, sequence } = await read(aline.id);
    return open.server.ask({
      method: 'POST',
      url: `/api/cases/${aline.id}/replies`,
      as: open.admin,
      payload: {
        replyId: randomUUID(),
        text: 'We are on it.',
        mode: 'public',
        postId: answering,
        accountId: open.desk.house.id,
        writtenOn: sequence,
      },
    });
  };

  it('is not, by anybody, until that is taken back', async () => {
    await open.ask('PUT', `/api/cases/${aline.id}/do-not-contact`, { reason: 'She asked us to stop.' });
    const { author } = await read(aline.id);
    expect(author.doNotContact).toMatchObject({ by: 'Naledi Dlamini', reason: 'She asked us to stop.' });
    const refused = await send();
    expect(refused).toMatchObject({ status: 409, body: { code: 'reply_not_permitted' } });
    expect(refused.text).toContain('She asked us to stop.');
    const audit = await open.ask<{ action: string; particulars: object }[]>('GET', '/api/audit');
    expect(audit[0]).toMatchObject({ action: 'author.contact_refused' });
    // The words of the reason are not kept where they could not be erased.
    expect(JSON.stringify(audit)).not.toContain('asked us to stop');
    await open.ask('PUT', `/api/cases/${aline.id}/do-not-contact`, { reason: null });
    expect((await read(aline.id)).author.doNotContact).toBeNull();
    expect((await send()).status).toBe(200);
  });

  it('is the same person under another name', async () => {
    await open.ask('PUT', `/api/cases/${other.id}/do-not-contact`, { reason: 'He asked us to stop.' });
    await open.ask('POST', `/api/cases/${aline.id}/same-author`, { caseNumber: other.number });
    expect((await read(aline.id)).author.doNotContact).toMatchObject({ reason: 'He asked us to stop.' });
  });
});

describe('what is kept about an author', () => {
  const take = (as = open.admin) => open.server.ask({ url: `/api/cases/${aline.id}/author-export`, as });

  it('is taken along as one file, by those who may, and noted by the number of the case', async () => {
    const answer = await take();
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="author-of-case-${aline.number}.json"`,
    );
    const kept = JSON.parse(answer.text);
    expect(kept).toMatchObject({ format: 1, caseNumber: aline.number, media: [] });
    expect(kept.cases.map(({ number }: { number: number }) => number)).toContain(aline.number);
    const audit = await open.ask<{ action: string; particulars: object }[]>('GET', '/api/audit');
    expect(audit[0]).toMatchObject({
      action: 'author.exported',
      member: 'Naledi Dlamini',
      particulars: { case: aline.number },
    });
    expect(Object.keys(audit[0]?.particulars ?? {})).toEqual(['case']);
  });

  it('is not for an agent, an auditor or an executive', async () => {
    for (const role of ['agent', 'auditor', 'executive'] as const) {
      const person = await join(open.server, open.admin, role, `export-${role}@water.example`);
      expect((await take(person)).status, role).toBe(403);
    }
  });
});
