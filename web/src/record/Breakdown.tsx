import type { RecordView } from '../../../src/api/contract.ts';
import { type RecordDimension, recordDimensions } from '../../../src/domain/record.ts';
import { classes } from '../parts/classes.ts';
import { Choice } from '../parts/Field.tsx';
import { i18n } from '../words/i18n.ts';
import type { RecordFilter } from './recordFilter.ts';
import { dimensionWords, durationWords, numberWords, shareOfWords, valueWords } from './recordWords.ts';
import { FiguresTable } from './Tables.tsx';

/** So many bars are read at a glance; the table has all. */
const mostBars = 12;

/** The same figures told apart: bars or a table, each line opening the cases behind it. */
export function Breakdown({
  filter,
  table,
  asTable,
  choose,
  open,
}: {
  filter: RecordFilter;
  table: RecordView['table'];
  asTable: boolean;
  choose: (by: RecordDimension) => void;
  open: (value: string) => void;
}) {
  const { by } = filter;
  const shown = asTable ? table : table.slice(0, mostBars);
  const most = Math.max(1, ...shown.map(({ figures }) => figures.median ?? 0));
  const isChosen = (value: string) => filter.narrowed?.dimension === by && filter.narrowed.value === value;
  return (
    <section className="flex flex-col gap-3" aria-label={i18n.t('Told apart')}>
      <Choice
        label={i18n.t('Told apart by')}
        value={by}
        onChange={(event) => choose(event.target.value as RecordDimension)}
        className="sm:max-w-72"
      >
        {recordDimensions.map((one) => (
          <option key={one} value={one}>
            {dimensionWords(one)}
          </option>
        ))}
      </Choice>
      {table.length === 0 && (
        <p className="text-quiet">{i18n.t('Nobody wrote in this time that could be told apart so.')}</p>
      )}
      {asTable && table.length > 0 ? (
        <FiguresTable
          kind={filter.kind}
          caption={i18n.t('By {what}', { what: dimensionWords(by) })}
          first={dimensionWords(by)}
          lines={table.map(({ value, name, figures }) => ({
            key: value,
            figures,
            name: (
              <button
                type="button"
                aria-pressed={isChosen(value)}
                onClick={() => open(value)}
                className="target w-full text-left break-words text-accent underline"
                dir="auto"
              >
                {valueWords(by, value, name)}
              </button>
            ),
          }))}
        />
      ) : (
        <ul className="flex flex-col gap-1">
          {shown.map(({ value, name, figures }) => (
            <li key={value}>
              <button
                type="button"
                aria-pressed={isChosen(value)}
                onClick={() => open(value)}
                className={classes(
                  'target flex w-full flex-col gap-1 rounded-8 border px-3 py-2 text-left',
                  isChosen(value) ? 'border-accent bg-raised' : 'border-transparent hover:bg-deep',
                )}
              >
                <span className="flex w-full flex-wrap justify-between gap-x-4">
                  <span className="min-w-0 font-medium break-words" dir="auto">
                    {valueWords(by, value, name)}
                  </span>
                  <span className="text-quiet tabular-nums">
                    {durationWords(figures.median)} · {shareOfWords(filter.kind, figures)}
                  </span>
                </span>
                <span aria-hidden className="h-2 w-full overflow-hidden rounded-8 bg-deep">
                  <span
                    className="block h-full bg-accent"
                    style={{ width: `${(100 * (figures.median ?? 0)) / most}%` }}
                  />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {!asTable && table.length > mostBars && (
        <p className="text-13 text-quiet">
          {i18n.t('{n} more stand in the table.', { n: numberWords(table.length - mostBars) })}
        </p>
      )}
    </section>
  );
}
