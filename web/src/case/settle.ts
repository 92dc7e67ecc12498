import type { QueryClient } from '@tanstack/react-query';
import type { CaseRow } from '../../../src/api/contract.ts';
import { reopenCase, resolveCase } from '../server/changes.ts';
import { Refusal } from '../server/http.ts';
import { tell } from '../shell/told.ts';
import { i18n } from '../words/i18n.ts';
import { askOfPromises } from './promisesAsked.ts';
import { changeCase } from './useCase.ts';

const settled = { state: 'resolved', tier: null, dueAt: null, waitingSince: null } as const;

/** Opens a case that is resolved, and resolves another. Where something promised in it is open, it is asked what becomes of it. */
export async function settleCase(client: QueryClient, row: CaseRow): Promise<void> {
  if (row.state !== 'resolved') return resolve(client, row, false);
  if ((await changeCase(client, row, { state: 'reopened' }, () => reopenCase(row.id))) !== null)
    tell(i18n.t('Case {number} is open again.', { number: row.number }));
}

/** `promisesStay`: what was promised in it is to be kept all the same. */
export async function resolve(client: QueryClient, row: CaseRow, promisesStay: boolean): Promise<void> {
  const done = await changeCase(
    client,
    row,
    settled,
    () => resolveCase(row.id, promisesStay),
    (error) => {
      if (!(error instanceof Refusal) || error.code !== 'promises_open') return false;
      askOfPromises(row);
      return true;
    },
  );
  if (done === null) return;
  const undo = () => void changeCase(client, done, { state: 'reopened' }, () => reopenCase(row.id));
  tell(i18n.t('Case {number} is resolved.', { number: row.number }), 'ok', undo);
}
