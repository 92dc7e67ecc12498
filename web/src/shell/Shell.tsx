import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { askOfPromises, useAskedOfPromises } from '../case/promisesAsked.ts';
import { useSavedCommands } from '../filters/savedViews.ts';
import { Keyboard } from '../keys/Keyboard.tsx';
import { LiveUpdates } from '../live/LiveUpdates.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { Refusal } from '../server/http.ts';
import { meQuery } from '../server/queries.ts';
import { Commands } from './Commands.tsx';
import { OfflineBar } from './OfflineBar.tsx';
import { Rail } from './Rail.tsx';
import { ToldSentences } from './ToldSentences.tsx';
import { useLanguageOf } from './useLanguage.ts';

const DemonstrationBand = lazy(() => import('./DemonstrationBand.tsx'));
const AlertsBar = lazy(() => import('../alerts/AlertsBar.tsx'));
const Palette = lazy(() => import('../keys/Palette.tsx'));
const KeyMap = lazy(() => import('../keys/KeyMap.tsx'));
const DoneTogether = lazy(() => import('../bulk/DoneTogether.tsx'));
const PromisesDialog = lazy(() => import('../case/PromisesDialog.tsx'));
const LogByHand = lazy(() => import('../inbox/LogByHand.tsx'));
const LogCall = lazy(() => import('../phone/LogCall.tsx'));

/** What may lie over the page. */
const overlays = {
  palette: Palette,
  keys: KeyMap,
  byHand: LogByHand,
  phone: LogCall,
  together: DoneTogether,
};

function SignedIn({ me }: { me: NonNullable<ReturnType<typeof useMeQuery>['data']> }) {
  const [over, setOver] = useState<keyof typeof overlays | null>(null);
  const { caseId } = useParams({ strict: false });
  const asked = useAskedOfPromises();
  const openPalette = useCallback(() => setOver('palette'), []);
  const close = useCallback(() => setOver(null), []);
  useSavedCommands();
  useLanguageOf(me);
  const Over = over === null ? null : overlays[over];
  return (
    <div className="flex h-full flex-col-reverse md:flex-row">
      <LiveUpdates me={me} />
      <Keyboard openPalette={openPalette} />
      <Rail openPalette={openPalette} hideOnPhone={caseId !== undefined} />
      <main className="flex min-h-0 min-w-0 flex-1 flex-col">
        <OfflineBar />
        {me.demonstration !== null && (
          <Suspense>
            <DemonstrationBand clock={me.demonstration} />
          </Suspense>
        )}
        <Suspense>
          <AlertsBar />
        </Suspense>
        <div className="min-h-0 flex-1">
          <Suspense fallback={<Skeleton lines={12} />}>
            <Outlet />
          </Suspense>
        </div>
      </main>
      <Commands open={setOver} />
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
