import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useApprovalsCommand } from '../approvals/useApprovals.ts';
import { askOfPromises, useAskedOfPromises } from '../case/promisesAsked.ts';
import { noFilter } from '../filters/address.ts';
import { useSavedCommands } from '../filters/savedViews.ts';
import { type Command, useCommands } from '../keys/commands.ts';
import { Keyboard } from '../keys/Keyboard.tsx';
import { LiveUpdates } from '../live/LiveUpdates.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { usePromisesCommands } from '../promises/usePressing.ts';
import { Refusal } from '../server/http.ts';
import { meQuery } from '../server/queries.ts';
import { i18n } from '../words/i18n.ts';
import { DemonstrationBand } from './DemonstrationBand.tsx';
import { OfflineBar } from './OfflineBar.tsx';
import { Rail } from './Rail.tsx';
import { ToldSentences } from './ToldSentences.tsx';
import { useLanguageOf } from './useLanguage.ts';

const Palette = lazy(() => import('../keys/Palette.tsx'));
const KeyMap = lazy(() => import('../keys/KeyMap.tsx'));
const DoneTogether = lazy(() => import('../bulk/DoneTogether.tsx'));
const PromisesDialog = lazy(() => import('../case/PromisesDialog.tsx'));
const LogByHand = lazy(() => import('../inbox/LogByHand.tsx'));

/** What may lie over the page. */
const overlays = { palette: Palette, keys: KeyMap, byHand: LogByHand, together: DoneTogether };

/** What can be done from everywhere. */
function useEverywhere(rights: readonly string[], open: (over: keyof typeof overlays) => void): void {
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
  const write = i18n.t('Do');
  useCommands([
    ...places,
    rights.includes('cases.work') && {
      id: 'log-by-hand',
      title: i18n.t('Log a letter or visit'),
      group: write,
      keys: 'l',
      run: () => open('byHand'),
    },
    rights.includes('cases.work') && {
      id: 'together',
      title: i18n.t('Done to many cases'),
      group: go,
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

function SignedIn({ me }: { me: NonNullable<ReturnType<typeof useMeQuery>['data']> }) {
  const [over, setOver] = useState<keyof typeof overlays | null>(null);
  const { caseId } = useParams({ strict: false });
  const asked = useAskedOfPromises();
  const openPalette = useCallback(() => setOver('palette'), []);
  const close = useCallback(() => setOver(null), []);
  useEverywhere(me.rights, setOver);
  useSavedCommands();
  useApprovalsCommand();
  usePromisesCommands();
  useLanguageOf(me);
  const Over = over === null ? null : overlays[over];
  return (
    <div className="flex h-full flex-col-reverse md:flex-row">
      <LiveUpdates me={me} />
      <Keyboard openPalette={openPalette} />
      <Rail openPalette={openPalette} hideOnPhone={caseId !== undefined} />
      <main className="flex min-h-0 min-w-0 flex-1 flex-col">
        <OfflineBar />
        <DemonstrationBand />
        <div className="min-h-0 flex-1">
          <Suspense fallback={<Skeleton lines={12} />}>
            <Outlet />
          </Suspense>
        </div>
      </main>
      <ToldSentences />
      {asked !== null && (
        <Suspense>
          <PromisesDialog row={asked} close={() => askOfPromises(null)} />
        </Suspense>
      )}
      {Over !== null && (
        <Suspense>
          <Over onClose={close} />
        </Suspense>
      )}
    </div>
  );
}

const useMeQuery = () => useQuery(meQuery);

/** Everything that only a member sees. Who is not signed in goes to the door. */
export function Shell() {
  const me = useMeQuery();
  if (me.data !== undefined) return <SignedIn me={me.data} />;
  if (me.error instanceof Refusal && me.error.status === 401) return <Navigate to="/sign-in" replace />;
  return (
    <main className="h-full">
      <OfflineBar />
      {me.isError ? <Trouble error={me.error} again={() => void me.refetch()} /> : <Skeleton lines={12} />}
    </main>
  );
}
