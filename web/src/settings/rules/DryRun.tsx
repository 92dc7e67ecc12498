import { Link } from '@tanstack/react-router';
import { isWait, type RuleEvent } from '../../../../src/domain/rule.ts';
import { Button } from '../../parts/Button.tsx';
import { useNow } from '../../time/now.ts';
import { momentWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import { listed } from '../../words/intl.ts';
import { casesOf } from './ruleDraft.ts';
import { actWords, type NameOf } from './ruleWords.ts';
import type { Running } from './useDryRun.ts';

/** What a rule would have done in the last seven days, while it is looked through and after. */
export function DryRun({ running, nameOf, stop }: { running: Running; nameOf: NameOf; stop: () => void }) {
  const { rule, looked, cases, share, done } = running;
  return (
    <section
      aria-label={i18n.t('Tried on the last 7 days')}
      className="flex flex-col gap-3 rounded-8 border border-line bg-deep p-3"
    >
      {!done && (
        <div className="flex items-center gap-3">
          <progress
            aria-label={i18n.t('How much of the week was looked through')}
            value={share}
            max={1}
            className="h-2 min-w-0 flex-1 accent-accent"
          />
          <Button onClick={stop}>{i18n.t('Stop here')}</Button>
        </div>
      )}
      <div role="status">
        {done && (
          <p className="font-medium">
            {i18n.t('{n, plural, one {It would have met # case} other {It would have met # cases}}', {
              n: cases.size,
            })}
          </p>
        )}
        {done && share < 1 && (
          <p className="text-soon">{i18n.t('Not all of the week was looked through.')}</p>
        )}
      </div>
      <p className="text-13 text-quiet">
        {isWait(rule.when)
          ? i18n.t('Cases looked at: {n}', { n: looked })
          : i18n.t('Posts looked at: {n}', { n: looked })}
      </p>
      {cases.size > 0 && (
        <ul className="list-disc pl-5">
          {rule.acts.map((act, at) => (
            <li key={JSON.stringify(act)} dir="auto" className="break-words">
              {actWords(act, nameOf)}: <span className="tabular-nums">{casesOf(running, at)}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="text-13 text-quiet">{whatIsKnown(rule.when)}</p>
      <Samples running={running} nameOf={nameOf} />
    </section>
  );
}

function whatIsKnown(when: RuleEvent): string {
  if (isWait(when))
    return i18n.t(
      'Only cases that still wait are known. Those that waited so long and were answered or resolved since are not counted.',
    );
  return when === 'opened'
    ? i18n.t('Each case is judged as it was when it opened: without tags, owner or severity.')
    : i18n.t(
        'Of a case that went on only what it is now is known: its tags, owner and severity of today. What they were then may have been different.',
      );
}

function Samples({ running: { named, cases }, nameOf }: { running: Running; nameOf: NameOf }) {
  const now = useNow();
  if (named.length === 0) return null;
  return (
    <>
      <h3 className="font-medium">
        {named.length < cases.size
          ? i18n.t('{n} of them', { n: named.length })
          : i18n.t('The cases that it would have met')}
      </h3>
      <ul>
        {named.map(({ caseId, number, at, words, did }) => (
          <li key={caseId} className="border-b border-line py-2 last:border-b-0">
            <Link
              to="/inbox/$view/$caseId"
              params={{ view: 'all', caseId }}
              target="_blank"
              className="target inline-flex items-center font-medium text-accent underline"
            >
              {i18n.t('Case {number}', { number })}
            </Link>{' '}
            <span className="text-13 text-quiet">{momentWords(at, now)}</span>
            <p dir="auto" className="line-clamp-2 break-words">
              {words}
            </p>
            <p dir="auto" className="text-13 break-words text-quiet">
              {did.length === 0
                ? i18n.t('It is so already: nothing to do.')
                : listed(did.map((act) => actWords(act, nameOf)))}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
