import { useQueryClient } from '@tanstack/react-query';
import { Suspense } from 'react';
import type { FollowUpView } from '../../../src/api/contract.ts';
import { lazily } from '../parts/lazily.ts';
import { tell } from '../shell/told.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import type { AskedAbout } from './askedAbout.ts';
import { readAnew } from './readAnew.ts';

const AskStaff = lazily(() => import('./AskStaff.tsx'));

/** Asks staff from within the console, and says that it is done. */
export function AskHere({ close, about }: { about: AskedAbout; close: () => void }) {
  const client = useQueryClient();
  const asked = ({ member, team, dueAt }: FollowUpView) => {
    const name = member?.name ?? team?.name ?? '';
    tell(i18n.t('{name} is asked to report until {when}.', { name, when: momentWords(dueAt, new Date()) }));
    void readAnew(client);
  };
  return (
    <Suspense>
      <AskStaff about={about} onAsked={asked} onClose={close} />
    </Suspense>
  );
}
