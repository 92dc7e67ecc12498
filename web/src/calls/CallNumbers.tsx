import type { CallDetail } from '../../../src/api/contract.ts';
import { Panel } from '../settings/Page.tsx';
import { dateWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { durationWords, numberWords } from './callWords.ts';

type Counts = CallDetail['counts'];

/** What was heard, at a glance and as tables. Counted anew whenever it is shown. */
export function CallNumbers({ call: { counts, promises } }: { call: CallDetail }) {
  const { heard, people, answered, settled, waiting, late, folded, takenOut, putIn, medianSeconds } = counts;
  const lines = [
    { name: i18n.t('Heard'), value: numberWords(heard) },
    { name: i18n.t('People'), value: numberWords(people) },
    { name: i18n.t('Answered'), value: numberWords(answered) },
    { name: i18n.t('Waiting'), value: numberWords(waiting), colour: waiting > 0 ? 'text-soon' : '' },
  ];
  const more = [
    medianSeconds !== null &&
      i18n.t('Half of the answers came within {time}.', { time: durationWords(medianSeconds) }),
    settled > 0 && i18n.t('Closed without an answer: {n}.', { n: numberWords(settled) }),
    late > 0 && i18n.t('Came after the end: {n}.', { n: numberWords(late) }),
    folded > 0 && i18n.t('Taken for abuse or spam, not counted: {n}.', { n: numberWords(folded) }),
    takenOut > 0 && i18n.t('Taken out, not counted: {n}.', { n: numberWords(takenOut) }),
    putIn > 0 && i18n.t('Put in by hand: {n}.', { n: numberWords(putIn) }),
    promises.made > 0 &&
      i18n.t('Promises in the answers: {made}, of which {kept} kept, {late} late, {broken} broken.', {
        made: promises.made,
        kept: promises.kept,
        late: promises.late,
        broken: promises.broken,
      }),
  ].filter((words) => words !== false);
  return (
    <Panel title={i18n.t('What was heard')}>
      <dl className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {lines.map(({ name, value, colour = '' }) => (
          <div key={name} className="flex flex-col-reverse rounded-8 border border-line px-3 py-2">
            <dt className="text-13 text-quiet">{name}</dt>
            <dd className={`text-20 font-semibold tabular-nums ${colour}`}>{value}</dd>
          </div>
        ))}
      </dl>
      {more.length > 0 && <p className="text-quiet">{more.join(' ')}</p>}
      <Days days={counts.days} />
      {counts.topics.length + counts.places.length > 0 && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Parts title={i18n.t('By topic')} parts={counts.topics} />
          <Parts title={i18n.t('By place')} parts={counts.places} />
        </div>
      )}
    </Panel>
  );
}

const tall = 64;

/** Posts by day, the answered ones below; the table has the same. */
function Days({ days }: { days: Counts['days'] }) {
  // One day says no more than the numbers above.
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const most = Math.max(1, ...days.map(({ posts }) => posts));
  return (
    <figure className="flex flex-col gap-1">
      <figcaption className="flex flex-wrap gap-x-4 text-13 text-quiet">
        <span className="font-medium text-ink">{i18n.t('By day')}</span>
        <span className="inline-flex items-center gap-1">
          <span aria-hidden className="inline-block size-3 bg-ok" /> {i18n.t('Answered')}
        </span>
        <span className="inline-flex items-center gap-1">
          <span aria-hidden className="inline-block size-3 bg-soon" /> {i18n.t('Not answered')}
        </span>
      </figcaption>
      <svg
        aria-hidden
        viewBox={`0 0 ${days.length} ${tall}`}
        preserveAspectRatio="none"
        className="h-24 w-full max-w-[40rem] border-b border-line-strong"
      >
        {days.map(({ day, posts, answered }, n) => (
          <g key={day}>
            <rect
              x={n + 0.1}
              width={0.8}
              y={tall - (tall * posts) / most}
              height={(tall * (posts - answered)) / most}
              className="fill-soon"
            />
            <rect
              x={n + 0.1}
              width={0.8}
              y={tall - (tall * answered) / most}
              height={(tall * answered) / most}
              className="fill-ok"
            />
          </g>
        ))}
      </svg>
      <p aria-hidden className="flex max-w-[40rem] justify-between gap-4 text-13 text-quiet">
        <span>{dateWords(first.day)}</span>
        <span>{dateWords(last.day)}</span>
      </p>
      <details>
        <summary className="target inline-flex cursor-pointer items-center text-accent underline">
          {i18n.t('As a table')}
        </summary>
        <table className="w-full max-w-[40rem] text-left tabular-nums">
          <thead className="text-13 text-quiet">
            <tr>
              <th scope="col">{i18n.t('Day')}</th>
              <th scope="col">{i18n.t('Heard')}</th>
              <th scope="col">{i18n.t('Answered')}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, posts, answered }) => (
              <tr key={day}>
                <th scope="row" className="font-normal">
                  {dateWords(day)}
                </th>
                <td>{numberWords(posts)}</td>
                <td>{numberWords(answered)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

const mostParts = 8;

/** The most people first. */
function Parts({ title, parts }: { title: string; parts: Counts['topics'] }) {
  if (parts.length === 0) return null;
  const most = Math.max(1, ...parts.map(({ posts }) => posts));
  return (
    <table className="w-full self-start text-left tabular-nums">
      <caption className="text-left font-medium">{title}</caption>
      <thead className="text-13 text-quiet">
        <tr>
          <td />
          <th scope="col" className="pl-3 text-right font-normal whitespace-nowrap">
            {i18n.t('Posts')}
          </th>
          <th scope="col" className="pl-3 text-right font-normal whitespace-nowrap">
            {i18n.t('People')}
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.slice(0, mostParts).map(({ name, posts, people }) => (
          <tr key={name}>
            <th scope="row" className="w-full font-normal break-words">
              <span dir="auto">{name}</span>
              <span
                aria-hidden
                className="block h-1 rounded-8 bg-accent"
                style={{ width: `${(100 * posts) / most}%` }}
              />
            </th>
            <td className="pl-3 text-right align-top">{numberWords(posts)}</td>
            <td className="pl-3 text-right align-top">{numberWords(people)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
