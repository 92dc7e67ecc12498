import { useEffect, useRef, useState } from 'react';
import type { HandOverAsked, PostView, TeamView } from '../../../src/api/contract.ts';
import { handedFrom } from '../../../src/domain/handOver.ts';
import { Button } from '../parts/Button.tsx';
import { get, post, remove, sentenceOf } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';

/** Gives what was written to her alone to the desk. It stays hers until the undo is over. */
export default function HandOver({
  caseId,
  posts,
  close,
  handedOver,
}: {
  caseId: string;
  /** What was said, the first first. */
  posts: readonly PostView[];
  close: () => void;
  handedOver: () => void;
}) {
  const [teams, setTeams] = useState<readonly TeamView[]>([]);
  const [teamId, choose] = useState('');
  const [isWhole, setWhole] = useState(false);
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
  const first = Math.max(0, handedFrom(posts));
  const given = posts.length - first;
  const give = () => {
    setTrouble(null);
    const asked = {
      teamId: teamId === '' ? null : teamId,
      memberId: null,
      from: isWhole ? 'all' : (posts[first]?.id ?? null),
    };
    post<HandOverAsked>(url, asked).then((asked) => setDueAt(new Date(asked.dueAt).getTime()), failed);
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
            {isWhole || first === 0
              ? i18n.t(
                  'Your colleagues will read this whole conversation, and what comes in it later until you stop that. After a moment what they have cannot be taken back.',
                )
              : given === 1
                ? i18n.t(
                    'Your colleagues will read the last message of this conversation, and what comes in it later until you stop that. After a moment what they have cannot be taken back.',
                  )
                : i18n.t(
                    'Your colleagues will read the last {n} messages of this conversation, and what comes in it later until you stop that. After a moment what they have cannot be taken back.',
                    { n: given },
                  )}
          </p>
          {first > 0 && (
            <label className="flex min-h-11 items-center gap-2 text-15">
              <input
                type="checkbox"
                checked={isWhole}
                onChange={(event) => setWhole(event.target.checked)}
                className="size-5 shrink-0"
              />
              {i18n.t('The whole conversation, from its beginning')}
            </label>
          )}
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
