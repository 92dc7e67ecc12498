import { useQueryClient } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import type { View } from '../../../src/api/contract.ts';
import { Empty } from '../parts/Empty.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { Refusal } from '../server/http.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { CasePlace, casePart } from './CasePlace.tsx';
import { Columns } from './Columns.tsx';
import { ListColumn } from './ListColumn.tsx';
import { viewOrder } from './Views.tsx';

/** The list is there first; what stands beside it follows at once, before anybody asks for it. */
const sideColumn = () => import('../author/SideColumn.tsx');
const SideColumn = lazy(() => sideColumn().then((part) => ({ default: part.SideColumn })));

/** What waits for us, what was said, and who said it. */
export function InboxPage() {
  const me = useMe();
  const mayRead = useMay('cases.read');
  const params = useParams({ strict: false });
  const { side } = useSearch({ strict: false }) as { side?: boolean };
  const view: View = viewOrder.find((one) => one === params.view) ?? 'queue';
  const caseId = params.caseId ?? null;
  const client = useQueryClient();
  useEffect(() => {
    // Read ahead; where that fails it is read when it is shown.
    void client.prefetchQuery(casePart);
    sideColumn().catch(() => undefined);
  }, [client]);
  if (!mayRead) return <Trouble error={new Refusal('not_permitted', 403, '')} />;
  return (
    <Columns
      shows={caseId === null ? 'list' : side === true ? 'side' : 'case'}
      list={<ListColumn me={me} view={view} openId={caseId} />}
      theCase={
        caseId === null ? (
          <Empty icon={<MessagesSquare />} title={i18n.t('No case is open')}>
            {i18n.t('Choose one with j and k, open it with Enter. Press ? for all keys.')}
          </Empty>
        ) : (
          <CasePlace key={caseId} caseId={caseId} view={view} />
        )
      }
      side={
        caseId === null ? null : (
          <Suspense fallback={<Skeleton lines={8} />}>
            <SideColumn key={caseId} caseId={caseId} view={view} />
          </Suspense>
        )
      }
    />
  );
}
