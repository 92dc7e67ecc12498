import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import type { ErasureView } from '../../../src/api/contract.ts';
import { Empty } from '../parts/Empty.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { erasuresQuery } from '../server/queries.ts';
import { useMe } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { Page, Panel } from './Page.tsx';
import { RetentionPanel } from './RetentionPanel.tsx';

/** What can be done for an author who asks, and who was erased: by numbers, never by names. */
export default function DataProtectionPage() {
  const erasures = useQuery(erasuresQuery);
  const { rights } = useMe();
  return (
    <Page
      title={i18n.t('Data protection')}
      about={i18n.t(
        'Authors may ask what is kept about them, and ask to be forgotten. Both are done under the author, beside one of their cases.',
      )}
    >
      <Panel title={i18n.t('When an author asks')}>
        <p>
          {i18n.t(
            'Take along what is kept: one file with their posts, our answers, notes, tags, cases, pictures and files, to be given to them. The file holds personal data: delete it once it is handed over.',
          )}
        </p>
        <p>
          {i18n.t(
            'Erase the author: words, names and files go for good, in all their cases. Numbers and times stay, and what stands on the networks.',
          )}
        </p>
        <Link to="/search" className="target inline-flex items-center self-start text-accent underline">
          {i18n.t('Look for the author')}
        </Link>
      </Panel>
      {rights.includes('organisation.manage') && <RetentionPanel />}
      <Panel title={i18n.t('Erased authors')}>
        {erasures.data === undefined && !erasures.isError && <Skeleton lines={4} />}
        {erasures.isError && <Trouble error={erasures.error} again={() => void erasures.refetch()} />}
        {erasures.data?.length === 0 && (
          <Empty icon={<ShieldCheck />} title={i18n.t('Nobody was erased yet')}>
            {i18n.t('Each erasure stands here with the number of a case, never with a name.')}
          </Empty>
        )}
        {erasures.data !== undefined && erasures.data.length > 0 && <Erasures done={erasures.data} />}
      </Panel>
    </Page>
  );
}

function Erasures({ done }: { done: ErasureView[] }) {
  const now = useNow();
  return (
    <ol>
      {done.map((one) => (
        <li
          key={one.id}
          className="flex flex-wrap justify-between gap-x-4 border-b border-line py-2 last:border-b-0"
        >
          <div className="min-w-0 flex-1 basis-60">
            <p className="font-medium">
              {one.caseNumber === 0
                ? i18n.t('Somebody whom the desk does not know')
                : i18n.t('The author of case {number}', { number: one.caseNumber })}
            </p>
            <p dir="auto" className="text-13 break-words text-quiet">
              {one.by === null
                ? i18n.t('Erased by the program')
                : i18n.t('Erased by {name}', { name: one.by })}
            </p>
            <p className="text-13 text-quiet tabular-nums">{countsWords(one.counts)}</p>
          </div>
          <time dateTime={one.at} title={wholeMoment(one.at)} className="text-13 text-quiet tabular-nums">
            {momentWords(one.at, now)}
          </time>
        </li>
      ))}
    </ol>
  );
}

const countsWords = ({ cases, posts, answers, files, notes }: ErasureView['counts']): string =>
  i18n.t('Cases: {cases}. Posts: {posts}. Our answers: {answers}. Files: {files}. Notes: {notes}.', {
    cases,
    posts,
    answers,
    files,
    notes,
  });
