import type { MoneyView } from '../../../../src/api/contract.ts';
import { classes } from '../../parts/classes.ts';
import { i18n } from '../../words/i18n.ts';
import { amountWords, moneyLine } from './amounts.ts';

/** How full the line is: enough, short, or something is stopped. */
export type Fullness = 'ok' | 'soon' | 'over';

export function fullnessOf({ uses, sentence }: Pick<MoneyView, 'uses' | 'sentence'>): Fullness {
  if (uses.some(({ stopped }) => stopped)) return 'over';
  return sentence === null ? 'ok' : 'soon';
}

const fill: Record<Fullness, string> = { ok: 'bg-accent', soon: 'bg-soon', over: 'bg-over' };

/** What the line shows, for whoever does not see it. */
function lineWords({ spent, ceiling, currency, warnAt }: MoneyView): string {
  const amount = amountWords(spent, currency);
  return ceiling === null
    ? i18n.t('{amount} spent, without a ceiling', { amount })
    : i18n.t('{amount} spent of {ceiling}; a warning comes at {n} %', {
        amount,
        ceiling: amountWords(ceiling, currency),
        n: warnAt,
      });
}

/** Seen on what is full and on what is empty. */
function Mark({ at }: { at: number }) {
  return (
    <span
      className="absolute inset-y-0 w-0.5 bg-ink outline-1 outline-raised"
      style={{ insetInlineStart: `calc(${at}% - 1px)` }}
    />
  );
}

/** A label under its mark, kept within the line. */
function Under({ at, children }: { at: number; children: string }) {
  const shift = at > 80 ? '-100%' : at < 20 ? '0%' : '-50%';
  return (
    <span
      className="absolute text-13 whitespace-nowrap text-quiet rtl:hidden"
      style={{ insetInlineStart: `${at}%`, transform: `translateX(${shift})` }}
    >
      {children}
    </span>
  );
}

/** The month on one line: what is spent, what is under way, where the warning comes, where the ceiling is, and where it will end. */
export function Bar({ money }: { money: MoneyView }) {
  const line = moneyLine(money);
  const ends = line.projected;
  return (
    <div>
      <div
        role="img"
        aria-label={lineWords(money)}
        className="relative h-6 overflow-hidden rounded-8 border border-line-strong bg-deep"
      >
        <span
          className={classes('absolute inset-y-0 start-0', fill[fullnessOf(money)])}
          style={{ width: `${line.spent}%` }}
        />
        <span
          className={classes('absolute inset-y-0 opacity-50', fill[fullnessOf(money)])}
          style={{ insetInlineStart: `${line.spent}%`, width: `${line.setAside}%` }}
        />
        {ends !== null && ends > line.spent && (
          <span
            className="absolute inset-y-2 border-y border-dashed border-line-strong"
            style={{
              insetInlineStart: `${line.spent + line.setAside}%`,
              width: `${Math.max(0, ends - line.spent - line.setAside)}%`,
            }}
          />
        )}
        {line.warn !== null && <Mark at={line.warn} />}
        {line.ceiling !== null && line.ceiling < 100 && <Mark at={line.ceiling} />}
      </div>
      {line.warn !== null && line.ceiling !== null && (
        <div aria-hidden className="relative mt-1 h-5">
          {line.ceiling - line.warn > 8 && <Under at={line.warn}>{i18n.t('warning')}</Under>}
          <Under at={line.ceiling}>{i18n.t('ceiling')}</Under>
        </div>
      )}
    </div>
  );
}
