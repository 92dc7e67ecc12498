import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import type { CaseView, FollowUpView, Me, PostView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { Scroll } from '../parts/Scroll.tsx';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { authorWords, networkWords, stateWords } from '../words/names.ts';
import { AnswerBox } from './AnswerBox.tsx';
import { OnlyYou } from './OnlyYou.tsx';
import type { Outbox } from './outbox.ts';
import { ofOwn, useCaseShown } from './useCaseShown.ts';

const AskStaff = lazily(() => import('../followUps/AskStaff.tsx'));
const HandOver = lazily(() => import('./HandOver.tsx'));

/** One post of the conversation. */
function Said({ post, now, own }: { post: PostView; now: Date; own: boolean }) {
  const isOurs = post.direction === 'house';
  const who = isOurs ? (post.by.member ?? post.by.name) : authorWords(post.by);
  return (
    <li className={isOurs ? 'ml-6 rounded-8 bg-accent-soft px-3 py-2' : 'px-1 py-1'}>
      <p className="flex flex-wrap gap-x-2 text-13 text-quiet">
        <span dir="auto" className="font-semibold text-ink">
          {who}
        </span>
        {post.visibility === 'direct' && !own && <span className="text-accent">{i18n.t('Private')}</span>}
        <time dateTime={post.at} title={wholeMoment(post.at)}>
          {momentWords(post.at, now)}
        </time>
      </p>
      <p dir="auto" lang={post.language ?? undefined} className="text-17 break-words whitespace-pre-line">
        {post.text ?? <em className="text-quiet">{i18n.t('Its words are gone')}</em>}
      </p>
      {post.media.map(({ address, alt, kind, file }) =>
        kind === 'image' && address !== null ? (
          <img
            key={address}
            src={`${address}${ofOwn(own)}`}
            alt={alt ?? ''}
            loading="lazy"
            className="mt-1 max-h-80 max-w-full rounded-8 border border-line object-contain"
          />
        ) : (
          address !== null && (
            <a key={address} href={`${address}${ofOwn(own)}`} className="text-13 text-accent underline">
              {file?.name ?? alt ?? i18n.t('A file')}
            </a>
          )
        ),
      )}
      {post.pageAddress !== null && !isOurs && (
        <a
          href={post.pageAddress}
          target="_blank"
          rel="noreferrer"
          className="inline-flex min-h-8 items-center text-13 text-accent underline"
        >
          {i18n.t('Open on {network}', { network: networkWords(post.network) })}
        </a>
      )}
    </li>
  );
}

function Head({ shown, now }: { shown: CaseView; now: Date }) {
  const { row } = shown;
  return (
    <p className="text-13 text-quiet">
      {[
        i18n.t('Case {number}', { number: row.number }),
        stateWords(row.state),
        row.owner === null ? i18n.t('nobody has it') : i18n.t('{name} has it', { name: row.owner.name }),
        ...(row.tags.length > 0 ? [row.tags.join(', ')] : []),
        momentWords(row.stateAt, now),
      ].join(' · ')}
      {' · '}
      <a href={`/inbox/all/${row.id}`} className="text-accent underline">
        {i18n.t('On the desk')}
      </a>
    </p>
  );
}

/** A case over the whole screen: what was said, and the box to answer in. */
export function CaseSheet({
  caseId,
  own,
  me,
  outbox,
  now,
  close,
  handedOver,
}: {
  caseId: string;
  own: boolean;
  me: Me;
  outbox: Outbox;
  now: Date;
  close: () => void;
  /** The desk has it now. */
  handedOver: () => void;
}) {
  const { shown, trouble, again } = useCaseShown(caseId, own);
  const sheet = useRef<HTMLDialogElement>(null);
  const [asking, setAsking] = useState(false);
  const ask = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useEffect(() => {
    // The keyboard goes on where it came from.
    if (own && wasAsking.current && !asking) ask.current?.focus();
    wasAsking.current = asking;
  }, [own, asking]);
  const done = useCallback(() => {
    handedOver();
    close();
  }, [handedOver, close]);
  const [asked, setAsked] = useState<FollowUpView | null>(null);
  useEffect(() => {
    sheet.current?.showModal();
  }, []);
  return (
    <dialog
      ref={sheet}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      aria-label={i18n.t('The case')}
      className="m-auto h-dvh max-h-none w-full max-w-3xl bg-paper text-ink backdrop:bg-black/40"
    >
      <div className="flex h-full flex-col">
        <header className="flex items-center gap-2 border-b border-line px-2 pt-[env(safe-area-inset-top)]">
          <button type="button" onClick={close} className="min-h-12 min-w-12 px-2 text-accent">
            {i18n.t('Back')}
          </button>
          <h1 dir="auto" className="min-w-0 flex-1 truncate text-17 font-semibold">
            {shown === null ? i18n.t('The case') : authorWords(shown.row.author)}
          </h1>
          {shown !== null && !shown.row.merged && !(own && asking) && (
            <Button ref={ask} className="min-h-11" onClick={() => setAsking(true)}>
              {own ? i18n.t('Hand over') : i18n.t('Ask staff')}
            </Button>
          )}
        </header>
        {shown === null ? (
          <p role={trouble === null ? 'status' : 'alert'} className="p-4 text-quiet">
            {trouble ?? i18n.t('Reading …')}
          </p>
        ) : (
          <>
            <Scroll name={i18n.t('What was said')} className="min-h-0 flex-1 px-3 py-2">
              {own ? (
                <p className="text-13 text-quiet">
                  <OnlyYou words={i18n.t('Only you see this, until you hand it over.')} />
                </p>
              ) : (
                <Head shown={shown} now={now} />
              )}
              <ul className="flex flex-col gap-2 py-2">
                {shown.posts.map((post) => (
                  <Said key={post.id} post={post} now={now} own={own} />
                ))}
              </ul>
            </Scroll>
            {asked !== null && (
              <p role="status" className="px-3 py-2 text-13 text-ok">
                {i18n.t('{name} is asked to report until {when}.', {
                  name: asked.member?.name ?? asked.team?.name ?? '',
                  when: momentWords(asked.dueAt, now),
                })}
              </p>
            )}
            {asking && own ? (
              <Suspense>
                <HandOver
                  caseId={caseId}
                  posts={shown.posts}
                  close={() => setAsking(false)}
                  handedOver={done}
                />
              </Suspense>
            ) : (
              <AnswerBox key={caseId} shown={shown} own={own} me={me} outbox={outbox} sent={again} />
            )}
          </>
        )}
      </div>
      {asking && !own && shown !== null && (
        <Suspense>
          <AskStaff
            about={{
              about: 'case',
              caseId,
              ...(shown.answering === null ? {} : { postId: shown.answering }),
            }}
            onAsked={setAsked}
            onClose={() => setAsking(false)}
          />
        </Suspense>
      )}
    </dialog>
  );
}
