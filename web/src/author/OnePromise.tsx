import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CommitmentView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { giveTo, sayBroken, sayKept, showPublicly } from '../server/commitments.ts';
import { membersQuery } from '../server/queries.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { wholeMoment } from '../time/timeWords.ts';
import { standingColour, standingWords } from '../words/commitmentWords.ts';
import { i18n } from '../words/i18n.ts';
import { AskedAuthor } from './AskedAuthor.tsx';
import { ReasonForm } from './ReasonForm.tsx';
import { usePromiseAct } from './usePromiseAct.ts';

/** One promise, how it stands, and what may be done about it. */
export function OnePromise({
  promise,
  merged,
  caseId,
}: {
  promise: CommitmentView;
  merged: boolean;
  caseId: string;
}) {
  const now = useNow();
  const mayWork = useMay('cases.work') && !merged;
  const { what, ownerName, standing, renewals, lateSince, confirmed, evidence, hidden, dueAt } = promise;
  return (
    <div className="flex flex-col gap-1">
      <p dir="auto" className="break-words">
        {what ?? i18n.t('Its words were erased.')}
      </p>
      <p className="text-13">
        <span className={standingColour(standing)} title={wholeMoment(dueAt)}>
          {standingWords(promise, now)}
        </span>
        <span className="text-quiet"> · {ownerName}</span>
      </p>
      {(renewals > 0 || (lateSince !== null && standing !== 'late') || confirmed || hidden) && (
        <p className="text-13 text-quiet">
          {[
            renewals > 0 && i18n.t('New dates told in time: {n}', { n: renewals }),
            lateSince !== null && standing !== 'late' && i18n.t('It was late once'),
            confirmed && i18n.t('The author says so, too'),
            hidden && i18n.t('Not shown in public'),
          ]
            .filter((words) => words !== false)
            .join(' · ')}
        </p>
      )}
      {evidence !== null && (
        <p dir="auto" className="text-13 break-words">
          {evidence}
        </p>
      )}
      {promise.asked !== null && <AskedAuthor {...{ promise, caseId, mayWork }} asked={promise.asked} />}
      {mayWork && <Acts promise={promise} caseId={caseId} />}
    </div>
  );
}

function Acts({ promise, caseId }: { promise: CommitmentView; caseId: string }) {
  const [asks, setAsks] = useState<'kept' | 'broken' | null>(null);
  const { busy, act } = usePromiseAct(caseId);
  const { id, standing, hidden } = promise;
  const isKept = standing === 'kept' || standing === 'kept_late';
  const say = (what: typeof sayKept) => async (words: string) => {
    if (await act(() => what(id, words))) setAsks(null);
  };
  const quiet = '-my-1 text-13 underline';
  return (
    <>
      <div className="-ml-3 flex flex-wrap items-center gap-x-1">
        {!isKept && (
          <Button kind="quiet" className={quiet} onClick={() => setAsks(asks === 'kept' ? null : 'kept')}>
            {i18n.t('It was kept')}
          </Button>
        )}
        {!isKept && standing !== 'broken' && (
          <Button kind="quiet" className={quiet} onClick={() => setAsks(asks === 'broken' ? null : 'broken')}>
            {i18n.t('It will not be kept')}
          </Button>
        )}
        {!isKept && standing !== 'broken' && (
          <GiveTo promise={promise} give={(to) => void act(() => giveTo(id, to))} />
        )}
        {!promise.hiddenByAuthor && (
          <Button kind="quiet" className={quiet} onClick={() => void act(() => showPublicly(id, hidden))}>
            {hidden ? i18n.t('Show in public') : i18n.t('Do not show in public')}
          </Button>
        )}
      </div>
      {asks === 'kept' && (
        <ReasonForm
          label={i18n.t('By what is it seen?')}
          help={i18n.t(
            'A link, or a few words. The author reads it, and everybody where the promise is public.',
          )}
          yes={i18n.t('It was kept')}
          busy={busy}
          onGiven={say(sayKept)}
        />
      )}
      {asks === 'broken' && (
        <ReasonForm
          label={i18n.t('Why will it not be kept?')}
          help={i18n.t('The author reads it, and everybody where the promise is public.')}
          yes={i18n.t('It will not be kept')}
          busy={busy}
          onGiven={say(sayBroken)}
        />
      )}
    </>
  );
}

/** Another member who is to keep it. */
function GiveTo({ promise, give }: { promise: CommitmentView; give: (to: string) => void }) {
  const members = useQuery({ ...membersQuery, enabled: useMay('members.read') }).data ?? [];
  const others = members.filter((one) => one.leftAt === null && !one.invited && one.id !== promise.ownerId);
  if (others.length === 0) return null;
  return (
    <select
      aria-label={i18n.t('Who is to keep it')}
      value=""
      onChange={(event) => give(event.target.value)}
      className="target max-w-44 rounded-8 bg-transparent px-2 text-13"
    >
      <option value="">{i18n.t('Give it to')}</option>
      {others.map((one) => (
        <option key={one.id} value={one.id} className="bg-raised text-ink">
          {one.name}
        </option>
      ))}
    </select>
  );
}
