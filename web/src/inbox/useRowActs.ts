import { useQueryClient } from '@tanstack/react-query';
import type { CaseRow } from '../../../src/api/contract.ts';
import { isClaimedBy, noteClaim } from '../case/claims.ts';
import { settleCase } from '../case/settle.ts';
import { changeCase } from '../case/useCase.ts';
import { assignCase, claimCase, releaseCase } from '../server/changes.ts';
import { tell } from '../shell/told.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';

export type Owner = NonNullable<CaseRow['owner']>;

/** What can be done with a case from the list, without opening it. Each says what was done and can be undone. */
export function useRowActs() {
  const client = useQueryClient();
  const me = useMe();
  const isMine = (row: CaseRow) => isClaimedBy(client, row.id, me.member.id);

  const release = async (row: CaseRow) => {
    if ((await changeCase(client, row, {}, () => releaseCase(row.id))) === null) return;
    noteClaim(row.id, false);
    tell(i18n.t('You gave case {number} back.', { number: row.number }));
  };
  const claim = async (row: CaseRow) => {
    if (isMine(row)) return release(row);
    const claimed = await changeCase(client, row, {}, () => claimCase(row.id));
    if (claimed === null) return;
    noteClaim(row.id, true);
    const undo = () => void release(claimed);
    tell(i18n.t('Case {number} is claimed by you.', { number: row.number }), 'ok', undo);
  };
  const settle = (row: CaseRow) => settleCase(client, row);
  const handOff = async (row: CaseRow, owner: Owner | null) => {
    const done = await changeCase(client, row, { owner }, () => assignCase(row.id, owner?.id ?? null));
    if (done === null) return;
    const before = row.owner;
    const undo = () =>
      void changeCase(client, done, { owner: before }, () => assignCase(row.id, before?.id ?? null));
    const sentence =
      owner === null
        ? i18n.t('Case {number} has no owner now.', { number: row.number })
        : i18n.t('Case {number} is handed to {name}.', { number: row.number, name: owner.name });
    tell(sentence, 'ok', undo);
  };
  return { isMine, claim, settle, handOff };
}

export type RowActs = ReturnType<typeof useRowActs>;
