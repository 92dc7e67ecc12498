import { useCallback, useEffect, useState } from 'react';
import type { MineView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { classes } from '../parts/classes.ts';
import { keep, recall } from '../parts/remembered.ts';
import { get, put, sentenceOf } from '../server/http.ts';
import { dateWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { dateFormat } from '../words/intl.ts';

const kept = 'front.state.mine';
type Chosen = NonNullable<MineView['rhythm']>;

/** The week, Monday first. */
const week = [1, 2, 3, 4, 5, 6, 0];
const usual: Chosen = { answers: 3, days: [1, 2, 3, 4, 5], before: 9 * 60 };

/** The weekday's name in three letters; 0 is Sunday. */
const shortDay = (weekday: number): string =>
  // The 4th of January 1970 was a Sunday.
  dateFormat({ weekday: 'short', timeZone: 'UTC' }).format((3 + weekday) * 86_400_000);

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes || 1_440;
}

/** The rhythm that the executive chose, how it was kept, and how she keeps her word beside the house. */
export function Rhythm() {
  const [mine, setMine] = useState(() => recall<MineView | null>(kept, null));
  const [trouble, setTrouble] = useState<string | null>(null);
  const [choosing, setChoosing] = useState(false);
  const take = useCallback((asked: Promise<MineView>) => {
    asked.then(
      (found) => {
        keep(kept, found);
        setMine(found);
        setTrouble(null);
        setChoosing(false);
      },
      (error: unknown) => setTrouble(sentenceOf(error)),
    );
  }, []);
  useEffect(() => take(get<MineView>('/api/front/mine')), [take]);
  if (mine === null) return trouble === null ? null : <p className="px-4 py-2 text-over">{trouble}</p>;
  const choose = (rhythm: MineView['rhythm']) => take(put<MineView>('/api/front/rhythm', { rhythm }));
  return (
    <section aria-label={i18n.t('My rhythm')} className="border-b border-line px-4 py-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="text-17 font-semibold">{i18n.t('My rhythm')}</h2>
        <p className="text-13 text-quiet">
          {i18n.t('Answers: {today} today, {month} in thirty days', {
            today: mine.answersToday,
            month: mine.answers,
          })}
        </p>
      </div>
      {mine.rhythm === null && !choosing && (
        <p className="text-quiet">{i18n.t('Answer a few people yourself, at the same hour. It shows.')}</p>
      )}
      {mine.rhythm !== null && !choosing && <Days mine={mine} rhythm={mine.rhythm} />}
      {choosing ? (
        <Choose rhythm={mine.rhythm ?? usual} choose={choose} cancel={() => setChoosing(false)} />
      ) : (
        <Button kind="quiet" className="-ml-3" onClick={() => setChoosing(true)}>
          {mine.rhythm === null ? i18n.t('Choose a rhythm') : i18n.t('Change it')}
        </Button>
      )}
      {trouble !== null && (
        <p role="alert" className="text-13 text-over">
          {trouble}
        </p>
      )}
      <Kept promises={mine.promises} />
    </section>
  );
}

function Days({ mine, rhythm }: { mine: MineView; rhythm: Chosen }) {
  const asked = mine.days.filter(({ kept: one }) => one !== null);
  const days = week.filter((one) => rhythm.days.includes(one)).map(shortDay);
  return (
    <>
      <p>
        {i18n.t('{n} answers before {time}: {days}', {
          n: rhythm.answers,
          time: clock(rhythm.before),
          days: days.join(', '),
        })}
      </p>
      <ol aria-label={i18n.t('The last fourteen days')} className="flex gap-1 py-2">
        {mine.days.map(({ date, asked: isAsked, answers, kept: isKept }) => (
          <li
            key={date}
            title={`${dateWords(date)}: ${answers}`}
            className={classes(
              'flex h-9 flex-1 items-center justify-center rounded-8 text-13 tabular-nums',
              !isAsked && 'text-quiet',
              isAsked && isKept === null && 'border border-line-strong',
              isKept === true && 'bg-ok-soft font-semibold text-ok',
              isKept === false && 'bg-deep text-quiet line-through',
            )}
          >
            <span aria-hidden>{isAsked || answers > 0 ? answers : '·'}</span>
            <span className="sr-only">
              {isKept === true
                ? i18n.t('{day}: kept, {n} answers', { day: dateWords(date), n: answers })
                : isKept === false
                  ? i18n.t('{day}: not kept, {n} answers', { day: dateWords(date), n: answers })
                  : i18n.t('{day}: {n} answers', { day: dateWords(date), n: answers })}
            </span>
          </li>
        ))}
      </ol>
      {asked.length > 0 && (
        <p className="text-13 text-quiet">
          {i18n.t('Kept on {n} of {of} days', {
            n: asked.filter(({ kept: one }) => one).length,
            of: asked.length,
          })}
        </p>
      )}
    </>
  );
}

function Choose({
  rhythm,
  choose,
  cancel,
}: {
  rhythm: Chosen;
  choose: (rhythm: MineView['rhythm']) => void;
  cancel: () => void;
}) {
  const [wanted, want] = useState(rhythm);
  const toggle = (weekday: number) =>
    want({
      ...wanted,
      days: wanted.days.includes(weekday)
        ? wanted.days.filter((one) => one !== weekday)
        : [...wanted.days, weekday],
    });
  return (
    <form
      className="flex flex-col gap-3 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        choose(wanted);
      }}
    >
      <div className="flex flex-wrap gap-3">
        <label className="text-13 font-medium">
          {i18n.t('Answers a day')}
          <input
            type="number"
            required
            min={1}
            max={50}
            value={Number.isNaN(wanted.answers) ? '' : wanted.answers}
            onChange={(event) => want({ ...wanted, answers: event.target.valueAsNumber })}
            className="target block w-24 rounded-8 border border-line-strong bg-raised px-3"
          />
        </label>
        <label className="text-13 font-medium">
          {i18n.t('Before')}
          <input
            type="time"
            required
            value={clock(wanted.before)}
            onChange={(event) => want({ ...wanted, before: minutesOf(event.target.value) })}
            className="target block rounded-8 border border-line-strong bg-raised px-3"
          />
        </label>
      </div>
      <fieldset className="flex flex-wrap gap-1">
        <legend className="text-13 font-medium">{i18n.t('On these days')}</legend>
        {week.map((weekday) => (
          <label
            key={weekday}
            className="target flex items-center gap-1 rounded-8 border border-line px-2 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="checkbox"
              checked={wanted.days.includes(weekday)}
              onChange={() => toggle(weekday)}
              className="accent-accent"
            />
            {shortDay(weekday)}
          </label>
        ))}
      </fieldset>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" kind="main" disabled={wanted.days.length === 0}>
          {i18n.t('Choose it')}
        </Button>
        <Button onClick={() => choose(null)}>{i18n.t('No rhythm')}</Button>
        <Button kind="quiet" onClick={cancel}>
          {i18n.t('Cancel')}
        </Button>
      </div>
    </form>
  );
}

/** How promises are kept, mine beside the house's. */
function Kept({ promises }: Pick<MineView, 'promises'>) {
  const share = ({ keptOnTime, keptLate, broken, late }: MineView['promises']['mine']) => {
    const ended = keptOnTime + keptLate + broken + late;
    return ended === 0 ? '–' : `${Math.round((100 * keptOnTime) / ended)} %`;
  };
  if (promises.house.made === 0) return null;
  return (
    <dl className="mt-2 grid grid-cols-2 gap-2">
      {[
        { name: i18n.t('My promises kept in time'), of: promises.mine },
        { name: i18n.t('The house’s'), of: promises.house },
      ].map(({ name, of }) => (
        <div key={name} className="rounded-8 bg-deep px-3 py-2">
          <dt className="text-13 text-quiet">{name}</dt>
          <dd className="text-20 font-semibold tabular-nums">{share(of)}</dd>
          <dd className="text-13 text-quiet">
            {i18n.t('{made} made, {late} late', { made: of.made, late: of.late })}
          </dd>
        </div>
      ))}
    </dl>
  );
}
