import { Link } from '@tanstack/react-router';
import { Phone } from 'lucide-react';
import type { CallBackView } from '../../../src/api/contract.ts';
import { spacedNumber } from '../../../src/domain/telephone.ts';
import { Button } from '../parts/Button.tsx';
import { useOneOpen } from '../parts/useOneOpen.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { authorWords } from '../words/names.ts';
import { NotReachedForm } from './NotReachedForm.tsx';
import { ReachedForm } from './ReachedForm.tsx';

function whyWords({ lastCall }: CallBackView): string {
  if (lastCall.promised) return i18n.t('A call was promised');
  if (lastCall.abandoned === true)
    return lastCall.recorded ? i18n.t('Left a message') : i18n.t('Nobody took the call');
  return i18n.t('Called');
}

/** What was tried, and what is next; after the last try a member decides. */
function triesWords({ tries }: CallBackView, now: Date): string | null {
  if (tries.count === 0) return null;
  const { count: n } = tries;
  if (n >= tries.most)
    return i18n.t(
      'Not reached {n} times. Try another way: write to them, or close the case with its reason.',
      { n },
    );
  return tries.again === null
    ? i18n.t('Not reached {n} of {most}', { n, most: tries.most })
    : i18n.t('Not reached {n} of {most}, again {when}', {
        n,
        most: tries.most,
        when: momentWords(tries.again, now),
      });
}

/** Somebody who waits to be called: the number, since when, the best time, and what came of calling. */
export function OneCallBack({ one }: { one: CallBackView }) {
  const now = useNow();
  const mayWork = useMay('cases.work');
  const { open, show, close } = useOneOpen<'reached' | 'not_reached'>();
  const tried = triesWords(one, now);
  const name = authorWords(one.author);
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-col gap-0.5">
          <Link
            to="/inbox/$view/$caseId"
            params={{ view: 'all', caseId: one.caseId }}
            search={{}}
            dir="auto"
            className="text-17 font-semibold break-words hover:underline"
          >
            {name}
          </Link>
          <span className="text-13 text-quiet">
            #{one.caseNumber} · {whyWords(one)} ·{' '}
            {i18n.t('waits since {when}', { when: momentWords(one.waitingSince, now) })}
            {one.owner !== null && (
              <>
                {' '}
                · <span dir="auto">{one.owner.name}</span>
              </>
            )}
          </span>
          {one.lastCall.callAt !== null && (
            <span className="text-13 font-medium text-soon">
              {i18n.t('Best {when}', { when: momentWords(one.lastCall.callAt, now) })}
            </span>
          )}
          {tried !== null && <span className="text-13 text-soon">{tried}</span>}
        </div>
        {one.number !== null && (
          <a
            href={`tel:${one.number}`}
            className="target inline-flex items-center gap-2 rounded-8 border border-line-strong px-3 font-medium tabular-nums hover:bg-deep"
          >
            <Phone aria-hidden className="size-4" />
            <bdi>{spacedNumber(one.number)}</bdi>
          </a>
        )}
      </div>
      {mayWork && open === null && (
        <div className="flex flex-wrap gap-2">
          <Button aria-label={i18n.t('Reached: {name}', { name })} onClick={() => show('reached')}>
            {i18n.t('Reached')}
          </Button>
          <Button
            kind="quiet"
            aria-label={i18n.t('Not reached: {name}', { name })}
            onClick={() => show('not_reached')}
          >
            {i18n.t('Not reached')}
          </Button>
        </div>
      )}
      {open === 'reached' && <ReachedForm caseId={one.caseId} close={() => close('reached')} />}
      {open === 'not_reached' && <NotReachedForm caseId={one.caseId} close={() => close('not_reached')} />}
    </li>
  );
}
