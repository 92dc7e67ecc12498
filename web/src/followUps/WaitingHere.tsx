import { useQuery } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import type { CaseView } from '../../../src/api/contract.ts';
import type { DraftOf } from '../case/composer/useDraft.ts';
import { useCommands } from '../keys/commands.ts';
import { Scroll } from '../parts/Scroll.tsx';
import { followUpsQuery } from '../server/followUps.ts';
import { useMay } from '../shell/useMe.ts';
import { waitsForMe } from '../words/followUpWords.ts';
import { i18n } from '../words/i18n.ts';
import { AskHere } from './AskHere.tsx';
import { OneFollowUp } from './OneFollowUp.tsx';

/** What waits for the member in this case: a report to give, or one to look at, whose suggested reply goes into the composer; and the key that asks staff. */
export default function WaitingHere({
  shown,
  draft,
  field,
}: {
  shown: CaseView;
  /** The answer that is being written; null for who writes none. */
  draft: DraftOf | null;
  field: RefObject<HTMLTextAreaElement | null>;
}) {
  const { data } = useQuery(followUpsQuery(shown.row.id));
  const mayAsk = useMay('cases.work') && !shown.row.merged;
  const [asking, setAsking] = useState(false);
  useCommands([
    mayAsk && {
      id: 'ask-staff',
      title: i18n.t('Ask staff'),
      group: i18n.t('Case'),
      keys: 'q',
      run: () => setAsking(true),
    },
  ]);
  // Behind what is written already; nothing of it is sent.
  const take = (text: string) => {
    const before = draft?.writing.text.trim() ?? '';
    draft?.write({ text: before === '' ? text : `${before}\n\n${text}` });
    field.current?.focus();
  };
  const waiting = shown.row.merged ? [] : (data ?? []).filter(waitsForMe);
  return (
    <>
      {waiting.length > 0 && (
        <section
          aria-label={i18n.t('Follow-ups that wait for you')}
          className="shrink-0 border-b border-line bg-soon-soft"
        >
          <Scroll name={i18n.t('Follow-ups that wait for you')} className="max-h-[40vh]">
            <ul className="flex flex-col gap-3 px-4 py-3 md:px-6">
              {waiting.map((one) => (
                <li key={one.id}>
                  <OneFollowUp one={one} take={draft === null ? undefined : take} />
                </li>
              ))}
            </ul>
          </Scroll>
        </section>
      )}
      {asking && (
        <AskHere
          about={{
            about: 'case',
            caseId: shown.row.id,
            ...(shown.answering === null ? {} : { postId: shown.answering }),
          }}
          close={() => setAsking(false)}
        />
      )}
    </>
  );
}
