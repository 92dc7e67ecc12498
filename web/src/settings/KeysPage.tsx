import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { ApiKeyView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { keysQuery, revokeKey } from '../server/access.ts';
import { useMe } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { KeyForm } from './KeyForm.tsx';
import { Page, Panel } from './Page.tsx';
import { rightWords } from './rightWords.ts';
import { useChange } from './useChange.ts';

/** Whether a key still opens anything, and until when. */
function lifeWords(key: ApiKeyView, now: Date): string {
  if (key.revokedAt !== null) return i18n.t('revoked {time}', { time: momentWords(key.revokedAt, now) });
  const time = momentWords(key.expiresAt, now);
  return Date.parse(key.expiresAt) <= now.getTime()
    ? i18n.t('ended {time}', { time })
    : i18n.t('holds until {time}', { time });
}

function Line({ apiKey }: { apiKey: ApiKeyView }) {
  const now = useNow();
  const me = useMe();
  const { change, busy, trouble } = useChange([keysQuery.queryKey, ['audit']]);
  const holds = apiKey.revokedAt === null && Date.parse(apiKey.expiresAt) > now.getTime();
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60">
        <p dir="auto" className="font-medium break-words">
          {apiKey.name} <code className="font-normal text-quiet">{apiKey.hint}…</code>
        </p>
        <p className="text-13 text-quiet">
          {apiKey.member.id !== me.member.id &&
            `${i18n.t('in the name of {name}', { name: apiKey.member.name })}, `}
          {lifeWords(apiKey, now)},{' '}
          {apiKey.lastUsedAt === null
            ? i18n.t('never used')
            : i18n.t('last used {time}', { time: momentWords(apiKey.lastUsedAt, now) })}
        </p>
        <p className="text-13 text-quiet">{apiKey.scopes.map(rightWords).join(' · ')}</p>
      </div>
      {holds && (
        <Button kind="danger" disabled={busy} onClick={() => void change(() => revokeKey(apiKey.id))}>
          {i18n.t('Revoke')}
        </Button>
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </li>
  );
}

/** Keys by which programs ask in a member's name. */
export default function KeysPage() {
  const keys = useQuery(keysQuery);
  const [making, setMaking] = useState(false);
  return (
    <Page
      title={i18n.t('API keys')}
      about={i18n.t(
        'A program that has a key acts in its member’s name, and does no more than the key allows.',
      )}
    >
      {making ? (
        <Panel title={i18n.t('Make a key')}>
          <KeyForm close={() => setMaking(false)} />
        </Panel>
      ) : (
        <div>
          <Button kind="main" onClick={() => setMaking(true)}>
            {i18n.t('Make a key')}
          </Button>
        </div>
      )}
      {keys.data === undefined ? (
        keys.isError ? (
          <Trouble error={keys.error} again={() => void keys.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : keys.data.length === 0 ? (
        <Empty icon={<KeyRound />} title={i18n.t('No key yet')}>
          {i18n.t('Make one for each program, so that each can be stopped by itself.')}
        </Empty>
      ) : (
        <Panel>
          <ul>
            {keys.data.map((one) => (
              <Line key={one.id} apiKey={one} />
            ))}
          </ul>
        </Panel>
      )}
    </Page>
  );
}
