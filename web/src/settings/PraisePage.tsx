import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Award } from 'lucide-react';
import { useState } from 'react';
import type { PraisePage as Found, ReplyView } from '../../../src/api/contract.ts';
import { undoMilliseconds } from '../../../src/domain/reply.ts';
import { Empty } from '../parts/Empty.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import Thank from '../praise/Thank.tsx';
import { withdrawReply } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { praiseCountsQuery, praiseQuery } from '../server/praise.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { foldedWords } from '../words/foldedWords.ts';
import { i18n } from '../words/i18n.ts';
import { listed } from '../words/intl.ts';
import { authorWords, networkWords } from '../words/names.ts';
import { Page, Panel } from './Page.tsx';

type Row = Found['rows'][number];

/** Says that the thanks go out, with their undo, or that they wait for a yes. */
function useThanked(calledBack: (reply: ReplyView) => void) {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: praiseQuery.queryKey });
  return (reply: ReplyView) => {
    void again();
    if (reply.state !== 'queued') return tell(i18n.t('The thanks wait for approval.'));
    const undo = () => {
      withdrawReply(reply.id).then(
        (draft) => {
          calledBack(draft);
          void again();
        },
        (error) => tell(sentenceOf(error), 'over'),
      );
    };
    tell(i18n.t('The thanks go out in a moment.'), 'ok', undo, undoMilliseconds);
  };
}

function Line({ row, sequence }: { row: Row; sequence: number }) {
  const now = useNow();
  const mayDraft = useMay('replies.draft');
  const [calledBack, setCalledBack] = useState<ReplyView | null>(null);
  const thanked = useThanked(setCalledBack);
  const { post, caseId, caseNumber, answered } = row;
  const praised = [post.praise?.member, post.praise?.team].flatMap((one) => one?.name ?? []);
  return (
    <li className="flex flex-col gap-3 rounded-8 border border-line bg-raised p-4">
      <p className="flex flex-wrap items-center gap-x-2 text-13 text-quiet">
        <Link
          to="/inbox/$view/$caseId"
          params={{ view: 'all', caseId }}
          className="target inline-flex items-center font-medium text-accent underline"
        >
          {i18n.t('Case {number}', { number: caseNumber })}
        </Link>
        <span dir="auto" className="min-w-0 break-words">
          {authorWords(post.by)}
        </span>
        <span>{networkWords(post.network)}</span>
        <time dateTime={post.at} title={wholeMoment(post.at)} className="ml-auto">
          {momentWords(post.at, now)}
        </time>
      </p>
      <blockquote
        dir="auto"
        lang={post.language ?? undefined}
        className="border-l-3 border-line pl-3 text-17 wrap-anywhere whitespace-pre-wrap"
      >
        {foldedWords(post)}
      </blockquote>
      <p dir="auto" className="text-13 break-words text-quiet">
        {i18n.t('Praise of {names}, marked by {name}', {
          names: listed(praised),
          name: post.praise?.by ?? '',
        })}
      </p>
      {answered ? (
        <p className="text-13 font-medium text-ok">{i18n.t('The author has an answer.')}</p>
      ) : (
        mayDraft && (
          <Thank caseId={caseId} post={post} writtenOn={sequence} sent={thanked} calledBack={calledBack} />
        )
      )}
    </li>
  );
}

/** How often each member was praised; for supervisors. */
function Counts() {
  const counts = useQuery(praiseCountsQuery);
  if (counts.isError) return <Trouble error={counts.error} again={() => void counts.refetch()} />;
  if (counts.data === undefined || counts.data.length === 0) return null;
  return (
    <Panel title={i18n.t('Praise of members, last 30 days')}>
      <ul aria-label={i18n.t('Praise of members, last 30 days')}>
        {counts.data.map(({ memberId, name, count }) => (
          <li key={memberId} className="flex justify-between gap-4 border-b border-line py-2 last:border-b-0">
            <span dir="auto" className="min-w-0 break-words">
              {name}
            </span>
            <span className="tabular-nums">{count}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What authors praised of the member and their teams, the latest first. */
export default function PraisePage() {
  const praise = useQuery(praiseQuery);
  const seesCounts = useMay('teams.manage');
  if (praise.data === undefined) {
    return praise.isError ? (
      <Trouble error={praise.error} again={() => void praise.refetch()} />
    ) : (
      <Skeleton lines={8} className="p-8" />
    );
  }
  const { rows, sequence } = praise.data;
  return (
    <Page
      title={i18n.t('Praise')}
      about={i18n.t('Posts that praise you or your team, as colleagues marked them beside a case.')}
    >
      {rows.length === 0 ? (
        <Empty icon={<Award />} title={i18n.t('No praise of you or your team yet')}>
          {i18n.t(
            'Whoever reads praise in a case says whom it is about, by the button beside the post or with p.',
          )}
        </Empty>
      ) : (
        <ul aria-label={i18n.t('Praise')} className="flex flex-col gap-3">
          {rows.map((row) => (
            <Line key={row.post.id} row={row} sequence={sequence} />
          ))}
        </ul>
      )}
      {seesCounts && <Counts />}
    </Page>
  );
}
