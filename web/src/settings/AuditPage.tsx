import { useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { Empty } from '../parts/Empty.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { auditQuery } from '../server/queries.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { auditWords } from './auditWords.ts';
import { Page, Panel } from './Page.tsx';
import { particularsWords } from './particulars.ts';

/** Administrative acts: who changed what, and when. */
export default function AuditPage() {
  const audit = useQuery(auditQuery);
  const now = useNow();
  if (audit.data === undefined) {
    return audit.isError ? (
      <Trouble error={audit.error} again={() => void audit.refetch()} />
    ) : (
      <Skeleton lines={10} className="p-8" />
    );
  }
  return (
    <Page title={i18n.t('Audit')} about={i18n.t('Administrative acts. Nobody can change or delete a line.')}>
      {audit.data.length === 0 ? (
        <Empty icon={<ScrollText />} title={i18n.t('No act yet')} />
      ) : (
        <Panel>
          <a
            href="/api/audit/export"
            download
            className="target inline-flex items-center self-start text-accent underline"
          >
            {i18n.t('Take this list along as CSV')}
          </a>
          <ol>
            {audit.data.map((one) => (
              <li
                key={one.id}
                className="flex flex-wrap justify-between gap-x-4 border-b border-line py-2 last:border-b-0"
              >
                <div className="min-w-0 flex-1 basis-60">
                  <p>
                    <span className="font-medium">{one.member ?? i18n.t('The program')}</span>{' '}
                    {auditWords(one.action)}
                    {one.key !== null && (
                      <span className="text-quiet"> {i18n.t('by the key {name}', { name: one.key })}</span>
                    )}
                  </p>
                  <p
                    dir="auto"
                    title={JSON.stringify(one.particulars)}
                    className="text-13 text-quiet wrap-anywhere"
                  >
                    {particularsWords(one.particulars)}
                  </p>
                </div>
                <time
                  dateTime={one.at}
                  title={wholeMoment(one.at)}
                  className="text-13 text-quiet tabular-nums"
                >
                  {momentWords(one.at, now)}
                </time>
              </li>
            ))}
          </ol>
        </Panel>
      )}
    </Page>
  );
}
