import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AbuseReadingsView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { abuseReadingsQuery } from '../server/queries.ts';
import { setAbuseLimit } from '../server/settingChanges.ts';
import { i18n } from '../words/i18n.ts';
import { Panel } from './Page.tsx';
import { useChange } from './useChange.ts';

/** How many folded posts a member is asked to read in a shift, and who has read how many. */
export function AbuseLimit() {
  const readings = useQuery(abuseReadingsQuery);
  if (readings.data === undefined)
    return readings.isError ? (
      <Trouble error={readings.error} again={() => void readings.refetch()} />
    ) : (
      <Skeleton lines={4} />
    );
  return (
    <Panel title={i18n.t('Folded posts in a shift')}>
      <LimitForm key={readings.data.limit} limit={readings.data.limit} />
      {readings.data.members.length === 0 ? (
        <p className="text-quiet">{i18n.t('Nobody opened a folded post in the running shift.')}</p>
      ) : (
        <ul aria-label={i18n.t('Folded posts that members opened in their shift')}>
          {readings.data.members.map((one) => (
            <Reading key={one.memberId} one={one} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function LimitForm({ limit }: { limit: number | null }) {
  const [typed, setTyped] = useState(limit === null ? '' : String(limit));
  const { change, busy, trouble } = useChange([['abuse']]);
  const wanted = typed === '' ? null : Number(typed);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void change(() => setAbuseLimit(wanted));
      }}
    >
      <Field
        label={i18n.t('Most folded posts that one member reads in a shift')}
        help={i18n.t(
          'Empty: no limit. Whoever has read so many is told that it is enough, and may hand the case off without a reason. No case is kept back.',
        )}
        type="number"
        min={1}
        max={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <Button type="submit" className="self-start" disabled={busy || wanted === limit}>
        {i18n.t('Save')}
      </Button>
    </form>
  );
}

function Reading({ one }: { one: AbuseReadingsView['members'][number] }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 border-b border-line py-2 last:border-b-0">
      <span dir="auto" className="min-w-0 break-words">
        {one.name}
      </span>
      <span className="text-quiet tabular-nums">
        {one.reached ? i18n.t('{count}, enough', { count: one.read }) : one.read}
      </span>
    </li>
  );
}
