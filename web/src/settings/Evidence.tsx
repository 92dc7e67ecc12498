import { i18n } from '../words/i18n.ts';

/** What of a network was really tried, and against what: nobody has to take it on trust. */
export function Evidence({ evidence }: { evidence: readonly { what: string; by: string }[] }) {
  if (evidence.length === 0) return null;
  return (
    <details className="text-13">
      <summary className="py-2 text-quiet hover:text-ink">
        {i18n.t('What was tested, and against what')}
      </summary>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 pt-1">
        {evidence.map((one) => (
          <div key={one.what} className="contents">
            <dt>{one.what}</dt>
            <dd className="text-quiet">{one.by}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
