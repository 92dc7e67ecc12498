import type { ReactNode } from 'react';
import type { RecordFigures } from '../../../src/api/contract.ts';
import type { RecordKind } from '../../../src/domain/record.ts';
import { i18n } from '../words/i18n.ts';
import { durationWords, numberWords, shareWords } from './recordWords.ts';

export interface TableLine {
  key: string;
  /** Opens what is behind it. */
  name: ReactNode;
  figures: RecordFigures;
}

const share = ({ onTime, late }: RecordFigures): number | null =>
  onTime + late === 0 ? null : onTime / (onTime + late);

/** The numbers, line by line. */
export function FiguresTable({
  kind,
  caption,
  first,
  lines,
}: {
  kind: RecordKind;
  caption: string;
  first: string;
  lines: readonly TableLine[];
}) {
  const columns: readonly [string, (figures: RecordFigures) => string][] = [
    [i18n.t('Began'), ({ count }) => numberWords(count)],
    [kind === 'resolution' ? i18n.t('Settled') : i18n.t('Answered'), (figures) => shareWords(figures.share)],
    [i18n.t('Median'), ({ median }) => durationWords(median)],
    [i18n.t('Nine of ten within'), ({ ninth }) => durationWords(ninth)],
    [
      i18n.t('Kaplan–Meier median'),
      ({ likely, count }) =>
        likely.median === null && count > 0 ? i18n.t('over half wait') : durationWords(likely.median),
    ],
    [i18n.t('On time'), (figures) => shareWords(share(figures))],
  ];
  return (
    <section
      className="overflow-x-auto rounded-8 border border-line bg-raised"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too
      tabIndex={0}
      aria-label={caption}
    >
      <table className="w-full text-left tabular-nums">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-13 text-quiet">
            <th scope="col" className="px-3 py-2 font-medium">
              {first}
            </th>
            {columns.map(([name]) => (
              <th key={name} scope="col" className="px-2 py-2 text-right font-medium whitespace-nowrap">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, name, figures }) => (
            <tr key={key} className="border-b border-line last:border-b-0">
              <th scope="row" className="max-w-80 min-w-28 px-3 font-normal">
                {name}
              </th>
              {columns.map(([column, read]) => (
                <td key={column} className="px-2 py-2 text-right whitespace-nowrap">
                  {read(figures)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
