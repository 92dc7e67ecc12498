import { useQuery } from '@tanstack/react-query';
import { PhoneCall } from 'lucide-react';
import { Empty } from '../parts/Empty.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { callBacksQuery } from '../server/phone.ts';
import { Page } from '../settings/Page.tsx';
import { i18n } from '../words/i18n.ts';
import { OneCallBack } from './OneCallBack.tsx';

/** Those who wait for us and can be called, in the order of the queue. */
export default function CallBacksPage() {
  const waiting = useQuery(callBacksQuery);
  return (
    <Scroll name={i18n.t('To call back')} className="h-full">
      <Page
        title={i18n.t('To call back')}
        about={i18n.t(
          'Calls that nobody took, and those who were promised a call. They stand in the order of the queue, and leave it when they were reached.',
        )}
      >
        {waiting.data === undefined ? (
          waiting.isError ? (
            <Trouble error={waiting.error} again={() => void waiting.refetch()} />
          ) : (
            <Skeleton lines={6} />
          )
        ) : waiting.data.length === 0 ? (
          <Empty icon={<PhoneCall />} title={i18n.t('Nobody waits for a call')}>
            {i18n.t('Who hangs up before somebody takes the call stands here.')}
          </Empty>
        ) : (
          <ul className="flex flex-col divide-y divide-line rounded-8 border border-line bg-raised">
            {waiting.data.map((one) => (
              <OneCallBack key={one.caseId} one={one} />
            ))}
          </ul>
        )}
      </Page>
    </Scroll>
  );
}
