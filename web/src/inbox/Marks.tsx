import { HeartHandshake, Layers, LifeBuoy, TriangleAlert } from 'lucide-react';
import type { CaseRow } from '../../../src/api/contract.ts';
import { classes } from '../parts/classes.ts';
import { i18n } from '../words/i18n.ts';
import { severityWords } from '../words/names.ts';

/** What makes a case graver than others, in words; nothing where nothing does. */
export function Marks({ row }: { row: Pick<CaseRow, 'severity' | 'vulnerable' | 'threat' | 'alike'> }) {
  const grave = row.severity >= 3;
  return (
    <>
      {row.threat !== null && (
        <span className="inline-flex items-center gap-1 whitespace-nowrap font-semibold text-danger">
          <LifeBuoy aria-hidden className="size-3.5" />
          {row.threat === 'self' ? i18n.t('May harm themselves') : i18n.t('Threatens others')}
        </span>
      )}
      {row.severity > 0 && row.threat === null && (
        <span
          className={classes(
            'inline-flex items-center gap-1 whitespace-nowrap',
            grave ? 'font-semibold text-danger' : 'text-ink',
          )}
        >
          {grave && <TriangleAlert aria-hidden className="size-3.5" />}
          {severityWords(row.severity)}
        </span>
      )}
      {row.vulnerable && (
        <span className="inline-flex items-center gap-1 whitespace-nowrap font-semibold text-ink">
          <HeartHandshake aria-hidden className="size-3.5" />
          {i18n.t('Vulnerable')}
        </span>
      )}
      {row.alike !== null && (
        <span className="inline-flex items-center gap-1 whitespace-nowrap font-semibold text-ink">
          <Layers aria-hidden className="size-3.5" />
          {i18n.t('{n} alike', { n: row.alike.posts })}
        </span>
      )}
    </>
  );
}
