import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import type { BulkView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { get, sentenceOf } from '../server/http.ts';
import { membersQuery, teamsQuery, unitsQuery } from '../server/queries.ts';
import { tell } from '../shell/told.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { doingWords } from './ActFields.tsx';
import { runBulk, takeBack, tellDone } from './runBulk.ts';

function useWhat(): (act: BulkView['act']) => string {
  const mayMembers = useMay('members.read');
  const members = useQuery({ ...membersQuery, enabled: mayMembers }).data ?? [];
  const teams = useQuery({ ...teamsQuery, enabled: mayMembers }).data ?? [];
  const units = useQuery(unitsQuery).data ?? [];
  const named = (all: readonly { id: string; name: string }[], id: string | null, none: string) =>
    id === null ? none : (all.find((one) => one.id === id)?.name ?? '');
  return (act) => {
    const words = doingWords(act.do);
    if (act.do === 'assign' || act.do === 'handoff')
      return `${words}: ${named(members, act.memberId, i18n.t('No owner'))}`;
    if (act.do === 'team') return `${words}: ${named(teams, act.teamId, '')}`;
    if (act.do === 'tag' || act.do === 'untag') return `${words}: ${act.tag}`;
    if (act.do === 'retag') return `${words}: ${act.from}, ${act.to}`;
    if (act.do === 'unit') return `${words}: ${named(units, act.unitId, i18n.t('No unit'))}`;
    return words;
  };
}

function Line({
  bulk,
  what,
  busy,
  act,
}: {
  bulk: BulkView;
  what: string;
  busy: boolean;
  act: (undo: boolean) => void;
}) {
  const now = useNow();
  const me = useMe();
  const mayUndoOthers = useMay('views.share');
  const mine = bulk.by.id === me.member.id;
  const { total, changed, refused, left } = bulk;
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 border-b border-line py-2 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60">
        <p dir="auto" className="font-medium">
          {what}
        </p>
        <p className="text-13 text-quiet">
          {bulk.by.name}, <time dateTime={bulk.at}>{momentWords(bulk.at, now)}</time>.{' '}
          {i18n.t('{changed} of {total} changed, {refused} refused.', { changed, total, refused })}{' '}
          {left > 0 && bulk.undoneAt === null && i18n.t('{left} not done yet.', { left })}
          {bulk.undoneAt !== null && i18n.t('Taken back.')}
        </p>
      </div>
      {mine && left > 0 && bulk.undoneAt === null && (
        <Button disabled={busy} onClick={() => act(false)}>
          {i18n.t('Go on')}
        </Button>
      )}
      {bulk.standing > 0 && (mine || mayUndoOthers) && (
        <Button disabled={busy} onClick={() => act(true)}>
          {i18n.t('Take it back')}
        </Button>
      )}
    </li>
  );
}

/** What was done to many cases at once, each with its way back. */
export default function DoneTogether({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const bulks = useQuery({ queryKey: ['bulk'], queryFn: () => get<BulkView[]>('/api/bulk'), staleTime: 0 });
  const [busy, setBusy] = useState(false);
  const whatOf = useWhat();
  const act = async (id: string, undo: boolean) => {
    setBusy(true);
    try {
      if (undo) await takeBack(id);
      else tellDone((await runBulk(id, null, () => undefined)).bulk);
    } catch (error) {
      tell(sentenceOf(error), 'over');
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: ['bulk'] });
  };
  return (
    <Dialog title={i18n.t('Done to many cases')} wide onClose={onClose}>
      {bulks.data === undefined ? (
        bulks.isError ? (
          <Trouble error={bulks.error} again={() => void bulks.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : bulks.data.length === 0 ? (
        <Empty icon={<ListChecks />} title={i18n.t('Nothing yet')}>
          {i18n.t('Select cases with x, then press b.')}
        </Empty>
      ) : (
        <ul>
          {bulks.data.map((one) => (
            <Line
              key={one.id}
              bulk={one}
              what={whatOf(one.act)}
              busy={busy}
              act={(undo) => void act(one.id, undo)}
            />
          ))}
        </ul>
      )}
    </Dialog>
  );
}
