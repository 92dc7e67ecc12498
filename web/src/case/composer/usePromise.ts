import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FoundPromise, ReplyPromise } from '../../../../src/api/contract.ts';
import { promiseKey, readPromise } from '../../server/commitments.ts';
import { useMe } from '../../shell/useMe.ts';
import { localMoment } from '../../time/localMoment.ts';
import { i18n } from '../../words/i18n.ts';

/** Milliseconds without a key before what is typed is read. */
const pause = 600;
/** Shorter texts promise nothing. */
const fewest = 12;

/** What the writer says of the promise that was found. */
export interface PromiseWords {
  what: string;
  /** On the reader's own clock, as the browser's control has it ("2026-11-30T17:00"); empty where no date was said. */
  due: string;
  ownerId: string;
  /** The promise that gets a new date; null for a new one. */
  renews: string | null;
}

export interface PromiseAsked {
  /** What is asked about; null where nothing promises, or the writer said that it is none. */
  found: NonNullable<FoundPromise> | null;
  /** What may be a promise, and need not be asked about. */
  doubtful: NonNullable<FoundPromise> | null;
  words: PromiseWords;
  change: (words: Partial<PromiseWords>) => void;
  deny: () => void;
  affirm: () => void;
  /** Why the answer cannot be sent yet; null where nothing is missing. */
  missing: string | null;
  /** What is sent with the answer. */
  promise: ReplyPromise | null;
}

/** What its writer said of a sentence: whether it is a promise (null: nothing), and what, by when, by whom. */
interface Said {
  of: string;
  is: boolean | null;
  words: Partial<PromiseWords>;
}
const unsaid = (of: string): Said => ({ of, is: null, words: {} });

/** Reads what is typed when the writer rests, and asks what it promises. What was said stays while the sentence does. `none`: words of ours that tell of a promise and make none. */
export function usePromise(text: string, none: string): PromiseAsked {
  const me = useMe();
  const rested = useRested(text);
  const { data } = useQuery({
    queryKey: promiseKey(rested),
    queryFn: () => readPromise(rested),
    enabled: rested.trim().length >= fewest,
    staleTime: 60_000,
    retry: false,
  });
  const found = text.trim().length < fewest ? null : (data ?? null);
  const [said, setSaid] = useState<Said>(unsaid(''));
  if (text === '' && said.of !== '') setSaid(unsaid(''));
  const own = said.of === found?.sentence ? said : unsaid(found?.sentence ?? '');
  const words: PromiseWords = {
    what: found?.sentence ?? '',
    due: found?.dueAt == null ? '' : localMoment(found.dueAt),
    ownerId: me.member.id,
    renews: null,
    ...own.words,
  };
  const is = found !== null && none.includes(found.sentence) ? false : own.is;
  const isAsked = found !== null && is !== false && (found.sure || is === true);
  const asked = isAsked ? found : null;
  return {
    found: asked,
    doubtful: is === null && !isAsked ? found : null,
    words,
    change: (change) => setSaid({ ...own, words: { ...own.words, ...change } }),
    deny: () => setSaid({ ...own, is: false }),
    affirm: () => setSaid({ ...own, is: true }),
    missing: asked === null ? null : missingIn(words),
    // Of words that were typed since the last reading nothing is known: the server asks, if it must.
    promise: rested !== text ? null : is === false ? { kind: 'none' } : asked && promiseOf(words),
  };
}

/** The text as it was when no key had been pressed for a while. */
function useRested(text: string): string {
  const [rested, setRested] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), pause);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

function missingIn({ what, due, renews }: PromiseWords): string | null {
  if (due === '') return i18n.t('Say by when, or that it is no promise.');
  if (new Date(due) <= new Date()) return i18n.t('The date of the promise has passed.');
  return renews === null && what.trim() === '' ? i18n.t('Say what is promised.') : null;
}

function promiseOf({ what, due, ownerId, renews }: PromiseWords): ReplyPromise | null {
  if (due === '') return null;
  const dueAt = new Date(due).toISOString();
  return renews === null
    ? { kind: 'made', what: what.trim(), dueAt, ownerId }
    : { kind: 'renewed', commitmentId: renews, dueAt };
}
