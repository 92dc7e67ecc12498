import { i18n } from '../words/i18n.ts';
import { Seen } from './Everything.tsx';
import { FrontCard } from './FrontCard.tsx';
import type { FrontState } from './frontData.ts';
import { needWords } from './needWords.ts';

/** What needs the executive, what presses most first, each with its reason. */
export function NeedsYou({
  state,
  now,
  open,
}: {
  state: FrontState;
  now: Date;
  open: (caseId: string, own: boolean) => void;
}) {
  const { rows, all, beyond } = state.needs;
  // What the browser kept of an older program says nothing of it.
  const notLookedAt = beyond > 0 && (
    <p className="px-4 py-3 text-center text-quiet">
      {i18n.t(
        '{n, plural, one {# more case waits, presses less, and was not looked at.} other {# more cases wait, press less, and were not looked at.}}',
        {
          n: beyond,
        },
      )}
    </p>
  );
  if (rows.length === 0) {
    return (
      <div className="flex flex-col items-center gap-1 px-6 py-16 text-center">
        <p className="text-20 font-semibold">{i18n.t('Nothing needs you now')}</p>
        <p className="text-quiet">
          {i18n.t('No grave case is late, nobody was brushed off, and no promise was forgotten.')}
        </p>
        {notLookedAt}
        <a href="#posts" className="mt-3 inline-flex min-h-11 items-center text-accent underline">
          {i18n.t('Read what people say')}
        </a>
      </div>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {rows.map((need) => {
          const why = need.reasons.map((reason) => needWords(reason, need, now));
          return need.post === null ? (
            <li key={need.caseId}>
              <button
                type="button"
                onClick={() => open(need.caseId, need.own)}
                className="flex w-full flex-col gap-1 px-4 py-3 text-left hover:bg-deep"
              >
                <span className="text-13 font-semibold text-over">{why[0]}</span>
                <span>{i18n.t('Case {number}', { number: need.caseNumber })}</span>
              </button>
            </li>
          ) : (
            <Seen key={need.caseId} post={need.post}>
              <FrontCard post={need.post} now={now} why={why} open={() => open(need.caseId, need.own)} />
            </Seen>
          );
        })}
      </ul>
      {all > rows.length && (
        <p className="px-4 py-3 text-center text-quiet">
          {i18n.t('{n} more press less and come when these are settled.', { n: all - rows.length })}
        </p>
      )}
      {notLookedAt}
    </>
  );
}
