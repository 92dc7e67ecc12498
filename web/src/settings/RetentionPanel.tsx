import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RetentionCounts, RetentionTerms, RetentionView } from '../../../src/api/contract.ts';
import { leastDays, type RetentionKind, retentionKinds } from '../../../src/domain/retention.ts';
import { Button } from '../parts/Button.tsx';
import { Choice } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { keepRetention, previewRetention, retentionQuery } from '../server/retention.ts';
import { tell } from '../shell/told.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { Panel } from './Page.tsx';
import { useChange } from './useChange.ts';

/** For how long each kind is kept, what that would remove today, and what the last night removed. */
export function RetentionPanel() {
  const retention = useQuery(retentionQuery);
  return (
    <Panel title={i18n.t('How long words are kept')}>
      <p>
        {i18n.t(
          'What is over its time goes for good, every night. Words of a case that is not settled stay, and so does that there was a post, an answer, a case, and who wrote: erase an author to take the name, too.',
        )}
      </p>
      {retention.data === undefined && !retention.isError && <Skeleton lines={5} />}
      {retention.isError && <Trouble error={retention.error} again={() => void retention.refetch()} />}
      {retention.data !== undefined && (
        <Terms key={JSON.stringify(retention.data.terms)} shown={retention.data} />
      )}
    </Panel>
  );
}

const choices = [30, 90, 180, 365, 730, 1_825, 3_650];

function Terms({ shown }: { shown: RetentionView }) {
  const { change, busy, trouble } = useChange([retentionQuery.queryKey, ['audit']]);
  const [terms, setTerms] = useState<RetentionTerms>(shown.terms);
  const [preview, setPreview] = useState<RetentionCounts | null>(null);
  const look = async () => setPreview((await change(() => previewRetention(terms))) ?? null);
  const keep = async () => {
    if ((await change(() => keepRetention(terms))) !== undefined) tell(i18n.t('Saved.'));
  };
  return (
    <div className="flex max-w-[30rem] flex-col gap-4">
      {retentionKinds.map((kind) => (
        <Choice
          key={kind}
          label={kindWords[kind]()}
          value={terms[kind] ?? ''}
          disabled={busy}
          onChange={({ target: { value } }) => {
            setTerms({ ...terms, [kind]: value === '' ? null : Number(value) });
            setPreview(null);
          }}
        >
          <option value="">{i18n.t('Until somebody erases it')}</option>
          {daysFor(kind, shown.terms[kind]).map((days) => (
            <option key={days} value={days}>
              {i18n.t('{days} days', { days })}
            </option>
          ))}
        </Choice>
      ))}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      {preview === null ? (
        <Button className="self-start" disabled={busy} onClick={() => void look()}>
          {i18n.t('See what this would remove')}
        </Button>
      ) : (
        <>
          <p role="status">
            {i18n.t('Today this would remove:')} {countsWords(preview)}{' '}
            {i18n.t('It begins in the coming night, at two. Nobody can bring it back.')}
          </p>
          <Button kind="danger" className="self-start" disabled={busy} onClick={() => void keep()}>
            {i18n.t('Keep these terms')}
          </Button>
        </>
      )}
      <LastNight shown={shown} />
    </div>
  );
}

function LastNight({ shown: { last, nextAt } }: { shown: RetentionView }) {
  const now = useNow();
  return (
    <div className="text-13 text-quiet tabular-nums">
      {last === null ? (
        <p>{i18n.t('Nothing was removed yet.')}</p>
      ) : (
        <p title={wholeMoment(last.beganAt)}>
          {last.endedAt === null
            ? i18n.t('Being removed since {time}:', { time: momentWords(last.beganAt, now) })
            : i18n.t('Last removed {time}:', { time: momentWords(last.beganAt, now) })}{' '}
          {countsWords(last.counts)}
        </p>
      )}
      {nextAt !== null && (
        <p title={wholeMoment(nextAt)}>{i18n.t('Next: {time}', { time: wholeMoment(nextAt) })}</p>
      )}
    </div>
  );
}

/** A term that another program set is among the choices, too. */
const daysFor = (kind: RetentionKind, set: number | null): number[] =>
  [...new Set([...choices, ...(set === null ? [] : [set])])]
    .filter((days) => days >= leastDays[kind])
    .sort((a, b) => a - b);

const kindWords: Record<RetentionKind, () => string> = {
  public: () => i18n.t('Public posts and our answers, after the case is settled'),
  private: () =>
    i18n.t('Private posts (direct messages, mail, forms) and our answers, after the case is settled'),
  notes: () => i18n.t('Notes and follow-ups, after the case is settled'),
  raw: () => i18n.t('What networks gave word for word, after it came'),
  audit: () => i18n.t('The audit'),
};

const countsWords = ({ posts, answers, files, notes, raw, audit }: RetentionCounts): string =>
  i18n.t(
    'Posts: {posts}. Our answers: {answers}. Files: {files}. Notes and follow-ups: {notes}. Word for word: {raw}. Lines of the audit: {audit}.',
    { posts, answers, files, notes, raw, audit },
  );
