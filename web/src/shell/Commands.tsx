import { useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import { noFilter } from '../filters/address.ts';
import { type Command, useCommands } from '../keys/commands.ts';
import { lazily } from '../parts/lazily.ts';
import { i18n } from '../words/i18n.ts';
import { useMe } from './useMe.ts';

const WaysToWork = lazily(() => import('./WaysToWork.tsx'));

type Open = (over: 'keys' | 'byHand' | 'phone' | 'together') => void;

/** What can be done from everywhere, from the first load on: a key that is pressed early must not be lost. */
export function Commands({ open }: { open: Open }) {
  const { rights } = useMe();
  useEverywhere(rights);
  useDoing(rights, open);
  return (
    <Suspense>
      <WaysToWork />
    </Suspense>
  );
}

/** The ways to cases and settings. */
function useEverywhere(rights: readonly string[]): void {
  const navigate = useNavigate();
  const go = i18n.t('Go');
  const inbox = (view: string) => () =>
    void navigate({ to: '/inbox/$view', params: { view }, search: noFilter });
  const places: (Command | false)[] = [
    { id: 'go-inbox', title: i18n.t('Inbox'), group: go, keys: 'g i', run: inbox('queue') },
    { id: 'go-mine', title: i18n.t('My cases'), group: go, keys: 'g m', run: inbox('mine') },
    { id: 'go-team', title: i18n.t('Cases of my team'), group: go, keys: 'g t', run: inbox('team') },
    {
      id: 'go-unowned',
      title: i18n.t('Cases without an owner'),
      group: go,
      keys: 'g u',
      run: inbox('unowned'),
    },
    {
      id: 'go-waiting',
      title: i18n.t('Cases waiting for their author'),
      group: go,
      keys: 'g w',
      run: inbox('waiting_author'),
    },
    { id: 'go-resolved', title: i18n.t('Resolved cases'), group: go, keys: 'g r', run: inbox('resolved') },
    { id: 'go-all', title: i18n.t('All cases'), group: go, keys: 'g a', run: inbox('all') },
    {
      id: 'search',
      title: i18n.t('Search'),
      group: go,
      keys: '/',
      run: () => void navigate({ to: '/search' }),
    },
    {
      id: 'go-settings',
      title: i18n.t('Settings'),
      group: go,
      keys: 'g s',
      run: () => void navigate({ to: '/settings' }),
    },
    {
      id: 'go-announcements',
      title: i18n.t('Announcements'),
      group: go,
      keys: 'g p',
      run: () => void navigate({ to: '/announcements' }),
    },
    rights.includes('replies.draft') && {
      id: 'go-approvals',
      title: i18n.t('To approve'),
      group: go,
      keys: 'g y',
      run: () => void navigate({ to: '/approvals' }),
    },
    rights.includes('record.read') && {
      id: 'go-record',
      title: i18n.t('Response record'),
      group: go,
      keys: 'g e',
      run: () => void navigate({ to: '/record' }),
    },
    rights.includes('accounts.read') && {
      id: 'go-accounts',
      title: i18n.t('Connected accounts'),
      group: go,
      keys: 'g c',
      run: () => void navigate({ to: '/settings/accounts' }),
    },
    rights.includes('intake.read') && {
      id: 'go-intake',
      title: i18n.t('Intake'),
      group: go,
      keys: 'g n',
      run: () => void navigate({ to: '/settings/intake' }),
    },
  ];
  useCommands(places);
}

/** What is done from everywhere. */
function useDoing(rights: readonly string[], open: Open): void {
  const write = i18n.t('Do');
  useCommands([
    rights.includes('cases.work') && {
      id: 'log-by-hand',
      title: i18n.t('Log a letter or visit'),
      group: write,
      keys: 'l',
      run: () => open('byHand'),
    },
    rights.includes('cases.work') && {
      id: 'log-call',
      title: i18n.t('Log a call'),
      group: write,
      keys: 'i',
      run: () => open('phone'),
    },
    rights.includes('cases.work') && {
      id: 'together',
      title: i18n.t('Done to many cases'),
      group: i18n.t('Go'),
      keys: 'g b',
      run: () => open('together'),
    },
    {
      id: 'keys',
      title: i18n.t('Map of keys'),
      group: i18n.t('Help'),
      keys: '?',
      run: () => open('keys'),
    },
  ]);
}
