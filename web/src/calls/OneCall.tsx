import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import type { CallDetail } from '../../../src/api/contract.ts';
import { actsOf } from '../announcements/announcementWords.ts';
import { ReplyCard } from '../case/ReplyCard.tsx';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { callQuery, callsKey, endCall } from '../server/complaintCalls.ts';
import { sentenceOf } from '../server/http.ts';
import { Page, Panel } from '../settings/Page.tsx';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { Announcing } from './Announcing.tsx';
import { CallNumbers } from './CallNumbers.tsx';
import { CallPosts } from './CallPosts.tsx';
import { CallReport } from './CallReport.tsx';
import { standsWords, stateColour } from './callWords.ts';

/** A call from opening to report. */
export function OneCall({ id }: { id: string }) {
  const client = useQueryClient();
  const mayManage = useMay('calls.manage');
  const found = useQuery(callQuery(id));
  const changed = () => void client.invalidateQueries({ queryKey: callsKey });
  const call = found.data;
  if (call === undefined)
    return (
      <Page title={i18n.t('Call for complaints')}>
        <ToAll />
        {found.isError ? (
          <Trouble error={found.error} again={() => void found.refetch()} />
        ) : (
          <Skeleton lines={8} />
        )}
      </Page>
    );
  return (
    <Page title={call.question} about={<Head call={call} />}>
      {call.state === 'open' && mayManage && <Announcing call={call} changed={changed} />}
      {call.state !== 'open' && <CallReport key={call.reports.length} call={call} changed={changed} />}
      <CallNumbers call={call} />
      <CallPosts call={call} />
      <Announced call={call} changed={changed} />
      {call.state === 'open' && mayManage && <End call={call} changed={changed} />}
    </Page>
  );
}

const ToAll = () => (
  <Link to="/calls" search={{}} className="target inline-flex items-center self-start text-accent underline">
    {i18n.t('All calls')}
  </Link>
);

function Head({ call }: { call: CallDetail }) {
  return (
    <>
      <span className={`block font-semibold ${stateColour[call.state]}`}>{standsWords(call)}</span>
      <span className="block break-words">
        #<bdi>{call.hashtag}</bdi> · {call.signed === '' ? call.institution.name : call.signed}
      </span>
      <span className="flex flex-wrap gap-x-6">
        <ToAll />
        <a
          href={call.page}
          target="_blank"
          rel="noreferrer"
          className="target inline-flex items-center gap-1 text-accent underline"
        >
          {i18n.t('What everybody reads')}
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      </span>
    </>
  );
}

/** Where it was announced, and what became of that. */
function Announced({ call, changed }: { call: CallDetail; changed: () => void }) {
  if (call.announcements.length === 0) return null;
  return (
    <Panel title={i18n.t('Announced')}>
      <ul className="flex flex-col gap-3">
        {call.announcements.map((one) => (
          <li key={one.id}>
            <ReplyCard
              reply={one}
              right="calls.manage"
              acts={actsOf(one).filter((act) => act !== 'rewrite')}
              className="w-full"
              rewrite={changed}
              changed={changed}
            >
              {one.account !== null && (
                <span dir="auto" className="min-w-0 break-words">
                  {one.account.handle}
                </span>
              )}
              {one.pageAddress !== null && (
                <a
                  href={one.pageAddress}
                  target="_blank"
                  rel="noreferrer"
                  className="target inline-flex items-center gap-1 text-accent underline"
                >
                  {i18n.t('See it there')}
                  <ExternalLink aria-hidden className="size-3.5" />
                </a>
              )}
            </ReplyCard>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Ends it before its time: asked once more. */
function End({ call, changed }: { call: CallDetail; changed: () => void }) {
  const [asks, setAsks] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const end = () => void endCall(call.id).then(changed, (error: unknown) => setTrouble(sentenceOf(error)));
  return (
    <div className="flex flex-col items-start gap-2">
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      {asks ? (
        <div className="flex flex-wrap items-center gap-2">
          <span>{i18n.t('End it before its time? It cannot be opened again.')}</span>
          <Button kind="danger" onClick={end}>
            {i18n.t('End it now')}
          </Button>
          <Button kind="quiet" onClick={() => setAsks(false)}>
            {i18n.t('Leave it open')}
          </Button>
        </div>
      ) : (
        <Button kind="quiet" className="-ml-3 underline" onClick={() => setAsks(true)}>
          {i18n.t('End it before its time …')}
        </Button>
      )}
    </div>
  );
}
