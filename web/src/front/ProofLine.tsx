import type { FrontLineView } from '../../../src/api/contract.ts';
import { classes } from '../parts/classes.ts';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';

export type FrontList = 'all' | 'folded' | 'archive';

/** The line that proves that nothing is kept from whoever reads: what intake counted beside what the list shows, and every part of it one tap away. */
export function ProofLine({
  line,
  list,
  choose,
}: {
  line: FrontLineView;
  list: FrontList;
  choose: (list: FrontList) => void;
}) {
  const { heard, shown, abusive, blocked, gone, archived, waiting, setAside, own } = line;
  const isTrue = heard === shown;
  const aside = abusive + blocked;
  return (
    <section aria-label={i18n.t('Proof that this is everything')} className="border-b border-line px-4 py-2">
      <p className={classes('text-15 font-semibold', isTrue ? 'text-ok' : 'text-over')}>
        {i18n.t('{heard} today, {shown} shown', { heard, shown })}
        <span className="sr-only"> </span>
        {isTrue && <span aria-hidden> ✓</span>}
      </p>
      {!isTrue && (
        <p className="text-13 text-over">
          {i18n.t(
            'Intake took in {heard} posts of authors today, and this list shows {shown}. Ask whoever runs this system why.',
            { heard, shown },
          )}
        </p>
      )}
      {own && <Own own={own} />}
      <p className="flex flex-wrap gap-x-4 text-13 text-quiet">
        {(aside > 0 || list === 'folded') && (
          <Part chosen={list === 'folded'} choose={() => choose(list === 'folded' ? 'all' : 'folded')}>
            {list === 'folded'
              ? i18n.t('Show everything')
              : i18n.t('{n} folded as abuse or of blocked authors: open them', { n: aside })}
          </Part>
        )}
        {(archived > 0 || list === 'archive') && (
          <Part chosen={list === 'archive'} choose={() => choose(list === 'archive' ? 'all' : 'archive')}>
            {list === 'archive'
              ? i18n.t('Show what came in alive')
              : i18n.t('{n} more came in archives: open them', { n: archived })}
          </Part>
        )}
        {gone > 0 && <span>{i18n.t('{n} deleted by their authors or erased', { n: gone })}</span>}
        {waiting > 0 && <span>{i18n.t('{n} on their way to this list', { n: waiting })}</span>}
        {setAside > 0 && (
          <a href="/settings/intake" className="text-soon underline">
            {i18n.t('{n} could not be read: see why', { n: setAside })}
          </a>
        )}
      </p>
    </section>
  );
}

/** What was written to her alone, counted by itself: the house's line is the same for everybody. */
function Own({ own }: { own: NonNullable<FrontLineView['own']> }) {
  const { heard, shown, handedOver, waiting, setAside, notRead, hanging } = own;
  const isTrue = heard === shown + handedOver;
  if (heard === 0 && isTrue && waiting + setAside + hanging + notRead.length === 0) return null;
  return (
    <div className={classes('text-13', isTrue ? 'text-quiet' : 'font-semibold text-over')}>
      {i18n.t('Written to you alone: {heard} today, {shown} shown', { heard, shown })}
      {handedOver > 0 && <>, {i18n.t('{n} handed over to the desk', { n: handedOver })}</>}
      {waiting > 0 && <>, {i18n.t('{n} on their way to this list', { n: waiting })}</>}
      {setAside > 0 && <>, {i18n.t('{n} could not be read', { n: setAside })}</>}
      {hanging > 0 && (
        <p className="text-over">
          {i18n.t('{n} could not be handed over yet: see under Mine', { n: hanging })}
        </p>
      )}
      {notRead.map(({ handle, reason }) => (
        <p key={handle} className="text-over">
          {i18n.t('What is written to {handle} alone is not read just now.', { handle })}{' '}
          {reason === null ? null : translated(reason)}
        </p>
      ))}
    </div>
  );
}

function Part({ chosen, choose, children }: { chosen: boolean; choose: () => void; children: string }) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={choose}
      className="-my-1 min-h-8 text-left text-accent underline aria-pressed:font-semibold"
    >
      {children}
    </button>
  );
}
