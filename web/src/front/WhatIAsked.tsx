import { type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import type { FollowUpFileView, FollowUpsPage, FollowUpView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { keep, recall } from '../parts/remembered.ts';
import { get, put, sentenceOf } from '../server/http.ts';
import { momentWords } from '../time/timeWords.ts';
import { askedName, followUpColour, followUpStanding } from '../words/followUpWords.ts';
import { i18n } from '../words/i18n.ts';
import { authorWords } from '../words/names.ts';

const AskStaff = lazily(() => import('../followUps/AskStaff.tsx'));

/** Another name than before there were follow-ups without a case: what was kept then has another shape. */
const kept = 'front.state.askedByMe';

/** What the executive asked staff, and what came back: a report waits for her word. */
export function WhatIAsked({ now, open }: { now: Date; open: (caseId: string) => void }) {
  const [page, setPage] = useState(() => recall<FollowUpsPage | null>(kept, null));
  const [trouble, setTrouble] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const again = useCallback(() => {
    get<FollowUpsPage>('/api/follow-ups?list=by_me').then(
      (found) => {
        keep(kept, found);
        setPage(found);
        setTrouble(null);
      },
      (error: unknown) => setTrouble(sentenceOf(error)),
    );
  }, []);
  useEffect(again, [again]);
  return (
    <section aria-label={i18n.t('What I asked')} className="border-b border-line py-2">
      <div className="flex items-center justify-between gap-2 px-4 py-2">
        <h2 className="text-17 font-semibold">{i18n.t('What I asked')}</h2>
        <Button className="min-h-11" onClick={() => setAsking(true)}>
          {i18n.t('Ask staff')}
        </Button>
      </div>
      {asking && (
        <Suspense>
          <AskStaff about={{ about: 'other' }} onAsked={again} onClose={() => setAsking(false)} />
        </Suspense>
      )}
      {trouble !== null && (
        <p role="alert" className="px-4 text-13 text-over">
          {trouble}
        </p>
      )}
      {page?.rows.length === 0 && (
        <p className="px-4 pb-3 text-quiet">
          {i18n.t('Nobody has to report to you. “Ask staff” stands here and beside every case.')}
        </p>
      )}
      <ul className="divide-y divide-line">
        {page?.rows.map((one) => (
          <One key={one.id} one={one} now={now} open={open} changed={again} />
        ))}
      </ul>
    </section>
  );
}

/** A picture opens beside the front row, which has no way back of its own once it is installed; every other file is a download. */
function FileLinks({ files }: { files: readonly FollowUpFileView[] }) {
  return files.map((file) => {
    const name = file.name ?? i18n.t('Attached picture');
    return (
      <a
        key={file.id}
        href={file.address}
        dir="auto"
        {...(file.picture ? { target: '_blank', rel: 'noreferrer' } : { download: name })}
        className="inline-flex min-h-11 items-center self-start text-accent underline wrap-anywhere"
      >
        {name}
      </a>
    );
  });
}

/** Opens the case, where there is one. */
function Opening({ open, children }: { open: (() => void) | null; children: ReactNode }) {
  if (open === null) return <div>{children}</div>;
  return (
    <button type="button" onClick={open} className="text-left">
      {children}
    </button>
  );
}

function whoAndWhat(one: FollowUpView): string {
  const name = askedName(one);
  switch (one.about.kind) {
    case 'case':
      return i18n.t('{name}, case {number}', { name, number: one.about.caseNumber });
    case 'author':
      return i18n.t('{name}, about {author}', { name, author: authorWords(one.about.author) });
    case 'other':
      return name;
  }
}

function One({
  one,
  now,
  open,
  changed,
}: {
  one: FollowUpView;
  now: Date;
  open: (caseId: string) => void;
  changed: () => void;
}) {
  const caseId = one.about.kind === 'other' ? null : one.about.caseId;
  const [missing, setMissing] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const report = one.state === 'reported' ? one.acts.findLast(({ kind }) => kind === 'reported') : undefined;
  const act = (what: string, body: object) =>
    put(`/api/follow-ups/${one.id}/${what}`, body).then(changed, (error: unknown) =>
      setTrouble(sentenceOf(error)),
    );
  return (
    <li className="flex flex-col gap-1 px-4 py-3">
      <Opening open={caseId === null ? null : () => open(caseId)}>
        <span className={`block text-13 font-semibold ${followUpColour(one)}`}>
          {followUpStanding(one, now)}
        </span>
        <span dir="auto" className="block text-17 break-words">
          {one.question ?? i18n.t('Its words were erased.')}
        </span>
        <span dir="auto" className="block text-13 text-quiet">
          {whoAndWhat(one)}
        </span>
      </Opening>
      <FileLinks files={one.acts[0]?.files ?? []} />
      {report !== undefined && (
        <div className="flex flex-col gap-2 border-l-2 border-accent pl-3">
          <p className="text-13 text-quiet">
            {i18n.t('{name} reports, {time}', { name: report.by.name, time: momentWords(report.at, now) })}
          </p>
          <p dir="auto" className="text-17 break-words whitespace-pre-line">
            {report.words ?? i18n.t('Its words were erased.')}
          </p>
          <FileLinks files={report.files} />
          {missing === null ? (
            <div className="flex flex-wrap gap-2">
              <Button
                kind="main"
                className="min-h-12"
                onClick={() => void act('report-accepted', { acts: one.acts.length })}
              >
                {i18n.t('Accept the report')}
              </Button>
              <Button className="min-h-12" onClick={() => setMissing('')}>
                {i18n.t('Something is missing')}
              </Button>
            </div>
          ) : (
            <form
              className="flex flex-wrap items-end gap-2"
              onSubmit={(event) => {
                event.preventDefault();
                void act('sent-back', { words: missing, acts: one.acts.length });
              }}
            >
              <label className="min-w-0 flex-1 basis-60 text-13 font-medium">
                {i18n.t('What is missing?')}
                <input
                  value={missing}
                  onChange={(event) => setMissing(event.target.value)}
                  maxLength={4000}
                  className="target w-full rounded-8 border border-line-strong bg-raised px-3"
                />
              </label>
              <Button type="submit" kind="main" disabled={missing.trim() === ''}>
                {i18n.t('Send it back')}
              </Button>
            </form>
          )}
        </div>
      )}
      {trouble !== null && (
        <p role="alert" className="text-13 text-over">
          {trouble}
        </p>
      )}
    </li>
  );
}
