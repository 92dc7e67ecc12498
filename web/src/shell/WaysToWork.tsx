import { useNavigate } from '@tanstack/react-router';
import { followUpFilterOf } from '../followUps/followUpFilter.ts';
import { useCommands } from '../keys/commands.ts';
import { ledgerFilterOf } from '../promises/ledgerFilter.ts';
import type { FollowUpFilter } from '../server/followUps.ts';
import { RailLink } from '../spreading/RailLink.tsx';
import { WatchRailLink } from '../watchOuts/RailLink.tsx';
import { i18n } from '../words/i18n.ts';
import { useMay, useMe } from './useMe.ts';

/** The ways to promises, follow-ups, calls for complaints and stories that spread, and accounts that may answer in our name; behind the first load. */
export default function WaysToWork() {
  const me = useMe();
  const navigate = useNavigate();
  const mayRead = useMay('cases.read');
  const mayCall = useMay('calls.read');
  const mayWatch = useMay('watchOuts.read');
  const mayDecide = useMay('watchOuts.decide');
  const promises = (owner: string) => () =>
    void navigate({ to: '/commitments', search: { ...ledgerFilterOf({}), owner } });
  const followUps = (list: FollowUpFilter['list']) => () =>
    void navigate({ to: '/follow-ups', search: followUpFilterOf({ list }) });
  const group = i18n.t('Go');
  useCommands([
    mayRead && { id: 'go-promises', title: i18n.t('Promises'), group, keys: 'g o', run: promises('') },
    mayRead && {
      id: 'go-own-promises',
      title: i18n.t('My promises'),
      group,
      run: promises(me.member.id),
    },
    mayCall && {
      id: 'go-calls',
      title: i18n.t('Calls for complaints'),
      group,
      run: () => void navigate({ to: '/calls' }),
    },
    mayRead && {
      id: 'go-call-backs',
      title: i18n.t('To call back'),
      group,
      keys: 'g k',
      run: () => void navigate({ to: '/call-backs' }),
    },
    mayRead && {
      id: 'go-follow-ups',
      title: i18n.t('Follow-ups'),
      group,
      keys: 'g f',
      run: followUps('to_me'),
    },
    me.seesSpreading && {
      id: 'go-spreading',
      title: i18n.t('Stories that spread'),
      group,
      run: () => void navigate({ to: '/spreading' }),
    },
    mayWatch && {
      id: 'go-watch-outs',
      title: i18n.t('Watch-outs'),
      group,
      run: () => void navigate({ to: '/watch-outs' }),
    },
    mayRead && {
      id: 'go-own-follow-ups',
      title: i18n.t('What I asked staff'),
      group,
      run: followUps('by_me'),
    },
  ]);
  return (
    <>
      {me.seesSpreading && <RailLink />}
      {mayDecide && <WatchRailLink />}
    </>
  );
}
