import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Ear } from 'lucide-react';
import { useState } from 'react';
import type { CallView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { callsQuery } from '../server/complaintCalls.ts';
import { Page } from '../settings/Page.tsx';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { standsWords, stateColour } from './callWords.ts';
import { OneCall } from './OneCall.tsx';
import { OpenCall } from './OpenCall.tsx';

/** Calls for complaints: what the public was asked, what came of it, and a new one. */
export default function CallsPage() {
  const { call } = useSearch({ from: '/shell/calls' });
  const navigate = useNavigate();
  const mayOpen = useMay('calls.manage');
  const [opening, setOpening] = useState(false);
  const opened = (id: string) => {
    setOpening(false);
    void navigate({ to: '/calls', search: { call: id } });
  };
  return (
    <Scroll name={i18n.t('Calls for complaints')} className="h-full">
      {call !== undefined ? (
        <OneCall key={call} id={call} />
      ) : (
        <Page
          title={i18n.t('Calls for complaints')}
          about={i18n.t(
            'Ask the public something until a day. What answers it is gathered, counted and answered, and a report ends it.',
          )}
        >
          {opening ? (
            <OpenCall opened={opened} cancel={() => setOpening(false)} />
          ) : (
            <Calls open={mayOpen ? () => setOpening(true) : null} />
          )}
        </Page>
      )}
    </Scroll>
  );
}

function Calls({ open }: { open: (() => void) | null }) {
  const calls = useQuery(callsQuery);
  if (calls.data === undefined)
    return calls.isError ? (
      <Trouble error={calls.error} again={() => void calls.refetch()} />
    ) : (
      <Skeleton lines={6} />
    );
  const button = open !== null && (
    <Button kind="main" className="self-start" onClick={open}>
      <Ear aria-hidden className="size-4" />
      {i18n.t('Open a call')}
    </Button>
  );
  if (calls.data.length === 0)
    return (
      <Empty icon={<Ear />} title={i18n.t('Nothing was asked yet')} action={button}>
        {i18n.t('“Tell me about our clinics, until Friday”: whoever asks, hears.')}
      </Empty>
    );
  return (
    <>
      {button}
      <ul className="flex flex-col divide-y divide-line rounded-8 border border-line bg-raised">
        {calls.data.map((one) => (
          <CallLine key={one.id} call={one} />
        ))}
      </ul>
    </>
  );
}

function CallLine({ call }: { call: CallView }) {
  return (
    <li>
      <Link to="/calls" search={{ call: call.id }} className="flex flex-col gap-0.5 px-4 py-3 hover:bg-deep">
        <span dir="auto" className="text-17 font-semibold break-words">
          {call.question}
        </span>
        <span className={`text-13 ${stateColour[call.state]}`}>{standsWords(call)}</span>
        <span className="text-13 break-words text-quiet">
          #<bdi>{call.hashtag}</bdi> · {call.member.name} · {call.institution.name}
        </span>
      </Link>
    </li>
  );
}
