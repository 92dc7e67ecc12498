import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView } from '../../../src/api/contract.ts';
import { Part } from '../author/Part.tsx';
import { Button } from '../parts/Button.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { followUpsQuery } from '../server/followUps.ts';
import { useMay } from '../shell/useMe.ts';
import { waitsForMe } from '../words/followUpWords.ts';
import { i18n } from '../words/i18n.ts';
import { AskHere } from './AskHere.tsx';
import { OneFollowUp } from './OneFollowUp.tsx';

/** What staff were asked about the case, and what came back; the author never sees it. */
export default function OfCase({ shown }: { shown: CaseView }) {
  const { data, error, refetch } = useQuery(followUpsQuery(shown.row.id));
  const mayAsk = useMay('cases.work') && !shown.row.merged;
  const [asking, setAsking] = useState(false);
  const all = data ?? [];
  if (all.length === 0 && !mayAsk && error === null) return null;
  return (
    <Part title={i18n.t('Follow-ups, for members only')}>
      {error !== null && data === undefined && <Trouble error={error} again={() => void refetch()} />}
      {all.length > 0 && (
        <ul className="flex flex-col gap-4">
          {all.map((one) => (
            <li key={one.id}>
              {/* What waits for the member stands above the posts, with what can be done. */}
              <OneFollowUp one={one} mayAct={!shown.row.merged && !waitsForMe(one)} />
            </li>
          ))}
        </ul>
      )}
      {mayAsk && (
        <Button
          className="self-start"
          shortcut="q"
          title={i18n.t('Ask staff')}
          onClick={() => setAsking(true)}
        >
          {i18n.t('Ask staff')}
        </Button>
      )}
      {asking && <AskHere caseId={shown.row.id} close={() => setAsking(false)} />}
    </Part>
  );
}
