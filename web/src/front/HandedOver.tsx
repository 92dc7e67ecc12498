import { useCallback, useEffect, useState } from 'react';
import type { HandedOverView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { get, post, remove, sentenceOf } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';

/** What she handed over of what was written to her alone: whether the desk has it, and how she stops what comes later from following. */
export default function HandedOver() {
  const [all, setAll] = useState<readonly HandedOverView[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const failed = useCallback((error: unknown) => setTrouble(sentenceOf(error)), []);
  const again = useCallback(() => {
    get<HandedOverView[]>('/api/letterbox/handed-over').then((found) => {
      setAll(found);
      setTrouble(null);
    }, failed);
  }, [failed]);
  useEffect(again, [again]);
  if (trouble === null && (all === null || all.length === 0)) return null;
  return (
    <section aria-label={i18n.t('Handed over to the desk')} className="py-2">
      <h2 className="px-4 py-2 text-17 font-semibold">{i18n.t('Handed over to the desk')}</h2>
      {trouble !== null && (
        <p role="alert" className="px-4 text-13 text-over">
          {trouble}
        </p>
      )}
      <ul className="divide-y divide-line">
        {all?.map((one) => (
          <One key={one.caseId} one={one} changed={again} failed={failed} />
        ))}
      </ul>
    </section>
  );
}

function One({
  one,
  changed,
  failed,
}: {
  one: HandedOverView;
  changed: () => void;
  failed: (error: unknown) => void;
}) {
  const url = `/api/letterbox/cases/${one.caseId}/hand-over`;
  return (
    <li className="flex flex-wrap items-center gap-x-4 px-4 py-2">
      <span className="min-w-0 flex-1 basis-60">
        <span dir="auto" className="block text-17 break-words">
          {one.author}
        </span>
        <span className={one.hangs ? 'block text-13 text-over' : 'block text-13 text-quiet'}>
          {stands(one)}
        </span>
      </span>
      {one.given && one.endedAt === null && (
        <Button
          className="min-h-11"
          onClick={() => void post<unknown>(`${url}/end`, {}).then(changed, failed)}
        >
          {i18n.t('Stop handing over')}
        </Button>
      )}
      {!one.given && (
        <Button className="min-h-11" onClick={() => void remove<unknown>(url).then(changed, failed)}>
          {i18n.t('Take it back')}
        </Button>
      )}
    </li>
  );
}

function stands({ given, hangs, endedAt }: HandedOverView): string {
  if (hangs) return i18n.t('The desk does not have it yet: it could not be handed over and is tried again.');
  if (!given) return i18n.t('The desk has it in a moment.');
  return endedAt === null
    ? i18n.t('The desk has it, and what comes in it later.')
    : i18n.t('What comes in it is yours again. The desk keeps what it has.');
}
