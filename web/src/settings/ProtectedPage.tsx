import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import type { ProtectedAuthor } from '../../../src/api/contract.ts';
import { Empty } from '../parts/Empty.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { protectedQuery } from '../server/queries.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { listed } from '../words/intl.ts';
import { authorWords } from '../words/names.ts';
import { Page, Panel } from './Page.tsx';

function Moment({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={wholeMoment(at)}>
      {momentWords(at, now)}
    </time>
  );
}

function Line({ one }: { one: ProtectedAuthor }) {
  const { readers, readings } = one;
  return (
    <li className="flex flex-col gap-1 border-b border-line py-2 last:border-b-0">
      <Link
        to="/inbox/$view/$caseId"
        params={{ view: 'all', caseId: one.caseId }}
        className="target inline-flex min-w-0 items-center self-start font-medium text-accent underline"
      >
        {authorWords({ name: one.standIn, protected: true })}, #{one.caseNumber}
      </Link>
      <p dir="auto" className="break-words">
        {one.reason}
      </p>
      <p className="text-13 text-quiet">
        <span dir="auto">{one.by}</span>, <Moment at={one.at} />
      </p>
      <p className="break-words">
        {readers.length === 0
          ? i18n.t('Nobody may read who this is.')
          : i18n.t('Only {members} may read who this is.', {
              members: listed(readers.map(({ name }) => name)),
            })}
      </p>
      {readings.length === 0 ? (
        <p className="text-13 text-quiet">{i18n.t('Nobody read it yet.')}</p>
      ) : (
        <details>
          <summary className="target inline-flex cursor-pointer items-center text-13">
            {i18n.t('Readings: {count}', { count: readings.length })}
          </summary>
          <ul className="text-13 text-quiet">
            {readings.map(({ at, by }) => (
              <li key={at}>
                <span dir="auto">{by}</span>, <Moment at={at} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

/** Who is protected, by whom and why, who may read who it is, and who did. */
export default function ProtectedPage() {
  const found = useQuery(protectedQuery);
  if (found.data === undefined) {
    return found.isError ? (
      <Trouble error={found.error} again={() => void found.refetch()} />
    ) : (
      <Skeleton lines={8} className="p-8" />
    );
  }
  return (
    <Page
      title={i18n.t('Protected authors')}
      about={i18n.t(
        'Their names stand in no list, export or message. Members who are named read them beside the case, and each reading is written down. What authors write about themselves stays as they wrote it, but for their names.',
      )}
    >
      {found.data.length === 0 ? (
        <Empty icon={<ShieldCheck />} title={i18n.t('Nobody is protected')}>
          {i18n.t('An author is protected beside a case of theirs.')}
        </Empty>
      ) : (
        <Panel>
          <ul aria-label={i18n.t('Protected authors')}>
            {found.data.map((one) => (
              <Line key={one.authorId} one={one} />
            ))}
          </ul>
        </Panel>
      )}
    </Page>
  );
}
