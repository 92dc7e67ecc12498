import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { CallPostsPage } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { type CallList, sayOfPosts } from '../server/complaintCalls.ts';
import { sentenceOf } from '../server/http.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords } from '../words/names.ts';
import { numberWords, wayWords } from './callWords.ts';

/** Leads to a case: an executive answers on her own screen where she holds a phone, everybody else at the desk. */
export function ToCase({
  caseId,
  className,
  children,
}: {
  caseId: string;
  className: string;
  children: ReactNode;
}) {
  const mayFront = useMay('front.read');
  if (mayFront && window.matchMedia('(max-width: 767px)').matches)
    return (
      <a href={`/front#posts/${caseId}`} className={className}>
        {children}
      </a>
    );
  return (
    <Link to="/inbox/$view/$caseId" params={{ view: 'all', caseId }} className={className}>
      {children}
    </Link>
  );
}

interface PostProps {
  row: CallPostsPage['rows'][number];
  list: CallList;
  callId: string;
  changed: () => void;
  chosen: boolean;
  /** Null: whoever looks changes nothing. */
  choose: ((chosen: boolean) => void) | null;
}

/** What is out of the numbers in a list is put in from there. */
const isOutside = (list: CallList): boolean => list === 'out' || list === 'folded';

/** A post of a call: who wrote what, why it is here, and whether it answers. */
export function CallPost({ row, list, callId, changed, chosen, choose }: PostProps) {
  const now = useNow();
  const isOut = isOutside(list);
  const say = () =>
    void sayOfPosts(callId, [row.postId], isOut).then(changed, (error: unknown) =>
      tell(sentenceOf(error), 'over'),
    );
  return (
    <li className="flex flex-col gap-1 py-3">
      <p className="flex flex-wrap items-center gap-x-2 text-13 text-quiet">
        {choose !== null && (
          <label className="target inline-flex items-center justify-center">
            <input
              type="checkbox"
              className="size-4"
              aria-label={i18n.t('Choose what {name} wrote', { name: row.author })}
              checked={chosen}
              onChange={({ target }) => choose(target.checked)}
            />
          </label>
        )}
        <span dir="auto" className="font-semibold break-words text-ink">
          {row.author}
        </span>
        <span>{networkWords(row.network)}</span>
        <time dateTime={row.at} title={wholeMoment(row.at)}>
          {momentWords(row.at, now)}
        </time>
        <span>{wayWords(row)}</span>
        {row.answeredAt !== null && <span className="text-ok">{i18n.t('Answered')}</span>}
      </p>
      <p dir="auto" className="break-words whitespace-pre-line">
        {row.text ?? <em className="text-quiet">{i18n.t('Its words were erased')}</em>}
      </p>
      <p className="flex flex-wrap items-center gap-x-4">
        <ToCase caseId={row.caseId} className="target inline-flex items-center text-accent underline">
          {i18n.t('Case {number}', { number: row.caseNumber })}
        </ToCase>
        {choose !== null && (
          <Button kind="quiet" className="underline" onClick={say}>
            {isOut ? i18n.t('It does answer') : i18n.t('Does not answer it')}
          </Button>
        )}
      </p>
    </li>
  );
}

/** Says of all posts that are chosen what would be said of each. */
export function SayOfChosen({
  callId,
  list,
  chosen,
  done,
}: {
  callId: string;
  list: CallList;
  chosen: readonly string[];
  done: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const say = async () => {
    setBusy(true);
    try {
      await sayOfPosts(callId, chosen, isOutside(list));
      done();
    } catch (error) {
      tell(sentenceOf(error), 'over');
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line pt-3">
      <span>{i18n.t('Chosen: {n}', { n: numberWords(chosen.length) })}</span>
      <Button disabled={busy} onClick={() => void say()}>
        {isOutside(list) ? i18n.t('They do answer') : i18n.t('They do not answer it')}
      </Button>
    </div>
  );
}
