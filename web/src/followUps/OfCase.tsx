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

/** What staff were asked about the case and about its author, and what came back; the author never sees it. */
export default function OfCase({ shown }: { shown: CaseView }) {
  const { data, error, refetch } = useQuery(followUpsQuery(shown.row.id));
  const mayAsk = useMay('cases.work') && !shown.row.merged;
  const mayAskAbout = mayAsk && shown.author.erasedAt === null;
  const [asking, setAsking] = useState<'case' | 'author' | null>(null);
  const all = data ?? [];
  if (all.length === 0 && !mayAsk && error === null) return null;
  return (
    <Part title={i18n.t('Follow-ups, for members only')}>
      {error !== null && data === undefined && <Trouble error={error} again={() => void refetch()} />}
      {all.length > 0 && (
        <ul className="flex flex-col gap-4">
          {all.map((one) => (
            <li key={one.id}>
              {one.about.kind === 'author' && (
                <p className="text-13 text-quiet">{i18n.t('About this person, for a few members only')}</p>
              )}
              {/* What waits for the member stands above the posts, with what can be done. */}
              <OneFollowUp one={one} mayAct={!shown.row.merged && !waitsForMe(one)} />
            </li>
          ))}
        </ul>
      )}
      {mayAsk && (
        <div className="flex flex-wrap gap-1">
          <Button shortcut="q" title={i18n.t('Ask staff')} onClick={() => setAsking('case')}>
            {i18n.t('Ask staff')}
          </Button>
          {mayAskAbout && (
            <Button kind="quiet" onClick={() => setAsking('author')}>
              {i18n.t('Ask staff about this person')}
            </Button>
          )}
        </div>
      )}
      {asking !== null && (
        <AskHere about={{ about: asking, caseId: shown.row.id }} close={() => setAsking(null)} />
      )}
    </Part>
  );
}
