import { useId } from 'react';
import type { SpreadStoryView } from '../../../src/api/contract.ts';
import { pathOf } from '../record/scale.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { countWords } from './paceWords.ts';

const width = 320;
const height = 72;

/** Of a post that was looked at so soon it is known when nobody had passed it on. Milliseconds. */
const young = 2 * 3_600_000;

/** Shares (or answers) an hour over time as a small picture, and the same as a table. */
export function PaceCurve({ story }: { story: SpreadStoryView }) {
  const { measure, paces, usual, fastest, writtenAt } = story;
  const first = paces[0];
  const id = useId();
  if (first === undefined) return null;
  const isWhole = new Date(first.at).getTime() - new Date(writtenAt).getTime() <= young;
  const begin = new Date(isWhole ? writtenAt : first.at).getTime();
  const end = Math.max(begin + 1, ...paces.map(({ at }) => new Date(at).getTime()));
  const most = Math.max(1, usual ?? 0, ...paces.map(({ perHour }) => perHour));
  const x = (at: string) => ((new Date(at).getTime() - begin) / (end - begin)) * width;
  const y = (perHour: number) => 4 + (height - 8) * (1 - perHour / most);
  return (
    <figure className="flex flex-col gap-1">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-labelledby={id}
        className="h-18 w-full max-w-120 border-b border-line"
      >
        <title id={id}>
          {measure === 'shares'
            ? i18n.t('Shares an hour over time: {fastest} at the fastest', { fastest: countWords(fastest) })
            : i18n.t('Answers an hour over time: {fastest} at the fastest', { fastest: countWords(fastest) })}
        </title>
        {usual !== null && (
          <line
            x1={0}
            x2={width}
            y1={y(usual)}
            y2={y(usual)}
            className="stroke-soon"
            strokeDasharray="5 4"
            vectorEffect="non-scaling-stroke"
          />
        )}
        <path
          d={pathOf([
            ...(isWhole ? [[0, y(0)] as const] : []),
            ...paces.map(({ at, perHour }) => [x(at), y(perHour)] as const),
          ])}
          className="fill-none stroke-accent stroke-2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="flex max-w-120 flex-wrap justify-between gap-x-3 text-13 text-quiet">
        <span>
          {measure === 'shares'
            ? i18n.t('Shares an hour, {most} at the top', { most: countWords(most) })
            : i18n.t('Answers an hour, {most} at the top', { most: countWords(most) })}
        </span>
        {usual !== null && <span>{i18n.t('broken line: usual, {usual}', { usual: countWords(usual) })}</span>}
      </figcaption>
      <PaceTable measure={measure} paces={paces} />
    </figure>
  );
}

function PaceTable({ measure, paces }: Pick<SpreadStoryView, 'measure' | 'paces'>) {
  const now = useNow();
  return (
    <details>
      <summary className="target inline-flex cursor-pointer items-center text-13 text-accent underline">
        {i18n.t('As a table')}
      </summary>
      <table className="mt-1 text-13 tabular-nums">
        <thead>
          <tr className="text-left text-quiet">
            <th scope="col" className="py-1 pr-6 font-medium">
              {i18n.t('Counted')}
            </th>
            <th scope="col" className="py-1 pr-6 text-right font-medium">
              {measure === 'shares' ? i18n.t('Shares in all') : i18n.t('Answers in all')}
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              {i18n.t('In an hour')}
            </th>
          </tr>
        </thead>
        <tbody>
          {paces.toReversed().map(({ at, count, perHour }) => (
            <tr key={at} className="border-t border-line">
              <td className="py-1 pr-6">
                <time dateTime={at} title={wholeMoment(at)}>
                  {momentWords(at, now)}
                </time>
              </td>
              <td className="py-1 pr-6 text-right">{countWords(count)}</td>
              <td className="py-1 text-right">{countWords(perHour)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
