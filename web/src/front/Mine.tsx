import { Suspense, useCallback, useEffect, useState } from 'react';
import type { CommitmentView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { keep, recall } from '../parts/remembered.ts';
import { get, put, sentenceOf } from '../server/http.ts';
import { standingColour, standingWords } from '../words/commitmentWords.ts';
import { i18n } from '../words/i18n.ts';
import { MyRecord } from './MyRecord.tsx';
import { Rhythm } from './Rhythm.tsx';
import { WhatIAsked } from './WhatIAsked.tsx';

const HandedOver = lazily(() => import('./HandedOver.tsx'));

const kept = 'front.state.promises';

/** What the executive promised and when it is due; what is late first. */
export function Mine({
  memberId,
  hasLetterbox,
  now,
  open,
}: {
  memberId: string;
  /** Something may have been written to the member alone. */
  hasLetterbox: boolean;
  now: Date;
  open: (caseId: string) => void;
}) {
  const [promises, setPromises] = useState(() => recall<CommitmentView[] | null>(kept, null));
  const [trouble, setTrouble] = useState<string | null>(null);
  const again = useCallback(() => {
    get<CommitmentView[]>('/api/commitments/mine').then(
      (found) => {
        keep(kept, found);
        setPromises(found);
        setTrouble(null);
      },
      (error: unknown) => setTrouble(sentenceOf(error)),
    );
  }, []);
  useEffect(again, [again]);
  return (
    <>
      <WhatIAsked now={now} open={open} />
      <Rhythm />
      <MyRecord memberId={memberId} hasLetterbox={hasLetterbox} />
      {hasLetterbox && (
        <Suspense>
          <HandedOver />
        </Suspense>
      )}
      <section aria-label={i18n.t('My promises')} className="py-2">
        <h2 className="px-4 py-2 text-17 font-semibold">{i18n.t('What I promised')}</h2>
        {trouble !== null && (
          <p role="alert" className="px-4 text-13 text-over">
            {trouble}
          </p>
        )}
        {promises?.length === 0 && (
          <p className="px-4 py-6 text-center text-quiet">{i18n.t('You have no open promise.')}</p>
        )}
        <ul className="divide-y divide-line">
          {promises?.map((one) => (
            <Promised key={one.id} promise={one} now={now} open={() => open(one.caseId)} changed={again} />
          ))}
        </ul>
        <p className="px-4 py-3">
          <a href="/commitments" className="inline-flex min-h-11 items-center text-accent underline">
            {i18n.t('All promises of the house')}
          </a>
          <br />
          <a href="/calls" className="inline-flex min-h-11 items-center text-accent underline">
            {i18n.t('Calls for complaints')}
          </a>
        </p>
      </section>
    </>
  );
}

function Promised({
  promise,
  now,
  open,
  changed,
}: {
  promise: CommitmentView;
  now: Date;
  open: () => void;
  changed: () => void;
}) {
  const [asks, setAsks] = useState(false);
  const [evidence, setEvidence] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const isKept = () => {
    setTrouble(null);
    put(`/api/commitments/${promise.id}/kept`, { evidence }).then(changed, (error: unknown) =>
      setTrouble(sentenceOf(error)),
    );
  };
  return (
    <li className="flex flex-col gap-1 px-4 py-3">
      <button type="button" onClick={open} className="text-left">
        <span className={`block text-13 font-semibold ${standingColour(promise.standing)}`}>
          {standingWords(promise, now)}
        </span>
        <span dir="auto" className="block text-17 break-words">
          {promise.what ?? i18n.t('Its words were erased')}
        </span>
      </button>
      {asks ? (
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            isKept();
          }}
        >
          <label className="min-w-0 flex-1 basis-60 text-13 font-medium">
            {i18n.t('What shows it: a link, or words')}
            <input
              value={evidence}
              onChange={(event) => setEvidence(event.target.value)}
              maxLength={2000}
              className="target w-full rounded-8 border border-line-strong bg-raised px-3"
            />
          </label>
          <Button type="submit" kind="main" disabled={evidence.trim() === ''}>
            {i18n.t('It was kept')}
          </Button>
        </form>
      ) : (
        <Button kind="quiet" className="-ml-3 self-start" onClick={() => setAsks(true)}>
          {i18n.t('It was kept …')}
        </Button>
      )}
      {trouble !== null && (
        <p role="alert" className="text-13 text-over">
          {trouble}
        </p>
      )}
    </li>
  );
}
