import type { FollowUpView } from '../../../src/api/contract.ts';
import { useMe } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { askedName, followUpActWords, followUpColour, followUpStanding } from '../words/followUpWords.ts';
import { i18n } from '../words/i18n.ts';
import { Files } from './Files.tsx';
import { FollowUpActs } from './FollowUpActs.tsx';

/** One follow-up: what is asked, of whom and until when, what came back, and what may be done about it. */
export function OneFollowUp({
  one,
  mayAct = true,
  take,
}: {
  one: FollowUpView;
  /** False where nothing is to be done about it here. */
  mayAct?: boolean;
  /** Puts a suggested reply into the composer, where there is one beside it. */
  take?: ((text: string) => void) | undefined;
}) {
  const me = useMe();
  const now = useNow();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p dir="auto" className="whitespace-pre-wrap break-words">
        {one.question ?? i18n.t('Its words were erased.')}
      </p>
      <Files files={one.acts[0]?.files ?? []} />
      <p className="text-13 text-quiet">
        <span className={followUpColour(one)} title={wholeMoment(one.dueAt)}>
          {followUpStanding(one, now)}
        </span>
        {' · '}
        <span dir="auto" className="break-words">
          {whoAsksWhom(one, me.member.id)}
        </span>
        {one.state === 'asked' && ` · ${i18n.t('nobody is on it yet')}`}
      </p>
      <Said one={one} now={now} />
      {mayAct && <FollowUpActs one={one} take={take} />}
    </div>
  );
}

function whoAsksWhom(one: FollowUpView, me: string): string {
  const { name: asker, id } = one.asker;
  if (id === me) return i18n.t('you ask {asked}', { asked: askedName(one) });
  if (one.member?.id === me) return i18n.t('{asker} asks you', { asker });
  return i18n.t('{asker} asks {asked}', { asker, asked: askedName(one) });
}

/** What was said since it was asked. */
function Said({ one, now }: { one: FollowUpView; now: Date }) {
  const said = one.acts.slice(1).filter(({ kind, words }) => words !== null || kind === 'given');
  if (said.length === 0) return null;
  return (
    <ol className="flex flex-col gap-1.5 border-l-2 border-line pl-3">
      {said.map((act) => (
        <li key={`${act.at} ${act.kind}`} className="min-w-0">
          <p className="text-13 text-quiet">
            <span dir="auto">{act.by.name}</span> {followUpActWords(act)},{' '}
            <time dateTime={act.at}>{momentWords(act.at, now)}</time>
          </p>
          {act.words !== null && (
            <p dir="auto" className="whitespace-pre-wrap break-words">
              {act.words}
            </p>
          )}
          <Files files={act.files} />
          {act.suggestion !== null && (
            <p
              dir="auto"
              className="mt-1 whitespace-pre-wrap break-words rounded-8 bg-deep px-3 py-2 text-13"
            >
              <span className="block text-quiet">{i18n.t('Suggested reply to the author')}</span>
              {act.suggestion}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
