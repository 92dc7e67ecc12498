import { useState } from 'react';
import type { CaseView } from '../../../src/api/contract.ts';
import { isBlocked } from '../../../src/domain/block.ts';
import { commandsNow } from '../keys/commands.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { setBlocked } from '../server/changes.ts';
import { blockedQuery, caseKey } from '../server/queries.ts';
import { useChange } from '../settings/useChange.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { i18n } from '../words/i18n.ts';
import { blockOf } from '../words/names.ts';
import { BlockEnd, type BlockEndChoice, BlockedUntil, endOf } from './BlockEnd.tsx';
import { ReasonForm } from './ReasonForm.tsx';

/** That the author is blocked, by whom and why; supervisors do it here and take it back, others ask one by handing the case off. */
export function AuthorBlock({ shown }: { shown: CaseView }) {
  const mayBlock = useMay('authors.block');
  const mayWork = useMay('cases.work');
  const [open, setOpen] = useState(false);
  const { change, busy, trouble } = useChange([caseKey(shown.row.id), blockedQuery.queryKey, ['cases']]);
  const [end, setEnd] = useState<BlockEndChoice>({ days: 7 });
  const now = useNow();
  const block = shown.author.blocked;
  const blocked = isBlocked(blockOf(block), now) ? block : null;
  const set = (reason: string | null) =>
    change(() => setBlocked(shown.row.id, reason, reason === null ? null : endOf(end, new Date())));
  return (
    <>
      {blocked !== null && (
        <Notice
          kind="soon"
          action={
            mayBlock && (
              <Button disabled={busy} onClick={() => void set(null)}>
                {i18n.t('Unblock')}
              </Button>
            )
          }
        >
          <span className="font-semibold">{i18n.t('Blocked.')}</span> <span dir="auto">{blocked.reason}</span>{' '}
          <span className="text-13 text-quiet">
            <BlockedUntil until={blocked.until} />, <span dir="auto">{blocked.by}</span>
          </span>
        </Notice>
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      {mayBlock && blocked === null && (
        <Button
          kind="quiet"
          className="-ml-3 self-start text-13"
          aria-expanded={open}
          onClick={() => {
            setEnd({ days: 7 });
            setOpen(!open);
          }}
        >
          {i18n.t('Block…')}
        </Button>
      )}
      {mayWork && !mayBlock && blocked === null && (
        <Button
          kind="quiet"
          className="-ml-3 self-start text-13"
          onClick={() =>
            commandsNow()
              .find(({ id }) => id === 'handoff')
              ?.run()
          }
        >
          {i18n.t('Ask a supervisor to block…')}
        </Button>
      )}
      {open && blocked === null && (
        <ReasonForm
          label={i18n.t('Why is this author blocked?')}
          help={i18n.t('What they write is folded. It is still kept, counted and answered in its turn.')}
          yes={i18n.t('Block the author')}
          busy={busy}
          onGiven={async (reason) => {
            if ((await set(reason)) !== undefined) setOpen(false);
          }}
        >
          <BlockEnd onChosen={setEnd} />
        </ReasonForm>
      )}
    </>
  );
}
