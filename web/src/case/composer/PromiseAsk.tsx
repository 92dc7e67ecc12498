import { useQuery } from '@tanstack/react-query';
import { Button } from '../../parts/Button.tsx';
import { Choice, Field } from '../../parts/Field.tsx';
import { Scroll } from '../../parts/Scroll.tsx';
import { commitmentsQuery } from '../../server/commitments.ts';
import { membersQuery } from '../../server/queries.ts';
import { useMay, useMe } from '../../shell/useMe.ts';
import { localMoment } from '../../time/localMoment.ts';
import { clockWords } from '../../time/timeWords.ts';
import { isOpen } from '../../words/commitmentWords.ts';
import { i18n } from '../../words/i18n.ts';
import type { PromiseAsked } from './usePromise.ts';

/** Asks of a promise that is being typed what it is, by when and by whom, already filled in. */
export default function PromiseAsk({ asked, caseId }: { asked: PromiseAsked; caseId: string }) {
  const me = useMe();
  const members = useQuery({ ...membersQuery, enabled: useMay('members.read') }).data ?? [];
  const earlier = (useQuery(commitmentsQuery(caseId)).data ?? []).filter(isOpen);
  const { found, doubtful, words, change, deny, affirm } = asked;
  if (doubtful !== null) return <Doubt sentence={doubtful.sentence} affirm={affirm} deny={deny} />;
  if (found === null) return null;
  const others = members.filter((one) => one.leftAt === null && !one.invited && one.id !== me.member.id);
  return (
    <fieldset className="min-w-0 rounded-8 border border-line-strong px-3 pb-2">
      <legend className="px-1 text-13 font-medium">{i18n.t('This answer promises something')}</legend>
      {/* On a phone the button that sends must stay in sight. */}
      <Scroll name={i18n.t('The promise')} className="flex max-h-[max(10rem,30vh)] flex-col gap-2 p-1">
        {found.dueAt === null && (
          <p className="text-13 text-soon">
            {i18n.t(
              '“{sentence}” says no date. Say one in your answer: whoever waits wants to know until when.',
              {
                sentence: found.sentence,
              },
            )}
          </p>
        )}
        {earlier.length > 0 && (
          <Choice
            label={i18n.t('It is')}
            value={words.renews ?? ''}
            onChange={(event) => change({ renews: event.target.value === '' ? null : event.target.value })}
          >
            <option value="">{i18n.t('a new promise')}</option>
            {earlier.map((one) => (
              <option key={one.id} value={one.id}>
                {i18n.t('a new date for: {promise}', { promise: one.what ?? '' })}
              </option>
            ))}
          </Choice>
        )}
        <div className="flex flex-wrap items-end gap-2">
          <Field
            label={i18n.t('By when')}
            type="datetime-local"
            className="w-auto"
            value={words.due}
            onChange={(event) => change({ due: event.target.value })}
          />
          {words.due === '' &&
            proposals().map(({ at, name }) => (
              <Button key={name} onClick={() => change({ due: localMoment(at) })}>
                {name}
              </Button>
            ))}
          <Button kind="quiet" className="ml-auto" onClick={deny}>
            {i18n.t('This is no promise')}
          </Button>
        </div>
        {words.renews === null && (
          <div className="grid gap-2 sm:grid-cols-[1fr_auto]">
            <Field
              label={i18n.t('What')}
              dir="auto"
              maxLength={2000}
              value={words.what}
              onChange={(event) => change({ what: event.target.value })}
            />
            <Choice
              label={i18n.t('Who keeps it')}
              className="w-auto max-w-56"
              value={words.ownerId}
              onChange={(event) => change({ ownerId: event.target.value })}
            >
              <option value={me.member.id}>{i18n.t('{name} (me)', { name: me.member.name })}</option>
              {others.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </Choice>
          </div>
        )}
        {found.named !== null && words.renews === null && (
          <p className="text-13 text-quiet">{i18n.t('Your words say who: {name}.', { name: found.named })}</p>
        )}
      </Scroll>
    </fieldset>
  );
}

/** Asks whether it is a promise at all, and waits for no answer. */
function Doubt({ sentence, affirm, deny }: { sentence: string; affirm: () => void; deny: () => void }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-13 text-quiet">
      <span dir="auto" className="min-w-0 flex-1 basis-60 break-words">
        {i18n.t('Does “{sentence}” promise something?', { sentence })}
      </span>
      <Button kind="quiet" className="text-13 underline" onClick={affirm}>
        {i18n.t('It is a promise')}
      </Button>
      <Button kind="quiet" className="text-13 underline" onClick={deny}>
        {i18n.t('This is no promise')}
      </Button>
    </p>
  );
}

/** The hour at which a day's work is done, on the writer's clock. */
const evening = 17;

/** Dates for a promise that says none. */
function proposals(): { at: Date; name: string }[] {
  const at = (days: number) => {
    const day = new Date();
    day.setDate(day.getDate() + days);
    day.setHours(evening, 0, 0, 0);
    return day;
  };
  return [
    { at: at(1), name: i18n.t('Tomorrow, {time}', { time: clockWords(at(1)) }) },
    { at: at(7), name: i18n.t('In a week') },
  ];
}
