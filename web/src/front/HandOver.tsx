import { useEffect, useRef, useState } from 'react';
import type { HandOverAsked, TeamView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { get, post, remove, sentenceOf } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';

/** Gives what was written to her alone to the desk. It stays hers until the undo is over. */
export default function HandOver({
  caseId,
  close,
  handedOver,
}: {
  caseId: string;
  close: () => void;
  handedOver: () => void;
}) {
  const [teams, setTeams] = useState<readonly TeamView[]>([]);
  const [teamId, choose] = useState('');
  const [dueAt, setDueAt] = useState<number | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const part = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was pressed is gone, and the keyboard goes on here.
  useEffect(() => part.current?.focus(), [dueAt === null]);
  const url = `/api/letterbox/cases/${caseId}/hand-over`;
  const failed = (error: unknown) => setTrouble(sentenceOf(error));
  useEffect(() => {
    // Without teams the whole desk can still be chosen.
    get<TeamView[]>('/api/teams').then(setTeams, () => undefined);
  }, []);
  useEffect(() => {
    if (dueAt === null) return;
    // The desk has it a moment after the undo is over.
    const timer = setTimeout(handedOver, dueAt - Date.now() + 2_500);
    return () => clearTimeout(timer);
  }, [dueAt, handedOver]);
  const give = () => {
    setTrouble(null);
    post<HandOverAsked>(url, { teamId: teamId === '' ? null : teamId, memberId: null }).then(
      (asked) => setDueAt(new Date(asked.dueAt).getTime()),
      failed,
    );
  };
  const takeBack = () => {
    setTrouble(null);
    remove<unknown>(url).then(close, failed);
  };
  return (
    <section
      ref={part}
      tabIndex={-1}
      aria-label={i18n.t('Hand over to the desk')}
      className="flex flex-col gap-2 border-t border-line bg-raised px-3 py-2 outline-none"
    >
      {dueAt === null ? (
        <>
          <p className="text-15">
            {i18n.t(
              'Your colleagues will read this conversation and everything that comes in it from now on. After a moment that cannot be taken back.',
            )}
          </p>
          {teams.length > 0 && (
            <select
              aria-label={i18n.t('To whom')}
              value={teamId}
              onChange={(event) => choose(event.target.value)}
              className="target rounded-8 border border-line bg-raised px-2 text-15"
            >
              <option value="">{i18n.t('The whole desk')}</option>
              {teams.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
          <div className="flex flex-wrap gap-2">
            <Button kind="main" className="min-h-11" onClick={give}>
              {i18n.t('Hand over')}
            </Button>
            <Button className="min-h-11" onClick={close}>
              {i18n.t('Keep it to myself')}
            </Button>
          </div>
        </>
      ) : (
        <p role="status" className="flex flex-wrap items-center gap-2 text-15">
          <span className="text-ok">{i18n.t('The desk has it in a moment.')}</span>
          <Button kind="quiet" className="min-h-11 underline" onClick={takeBack}>
            {i18n.t('Take it back')}
          </Button>
        </p>
      )}
      {trouble !== null && (
        <p role="alert" className="text-13 text-over">
          {trouble}
        </p>
      )}
    </section>
  );
}
