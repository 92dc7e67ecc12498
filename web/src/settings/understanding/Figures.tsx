import type { UnderstandingView } from '../../../../src/api/contract.ts';
import { classes } from '../../parts/classes.ts';
import { i18n } from '../../words/i18n.ts';
import { Panel } from '../Page.tsx';

type Figure = UnderstandingView['figures'][number];

const isMet = ({ value, target, atMost }: Figure): boolean | null =>
  target === null ? null : atMost ? value <= target : value >= target;

/** What the models reach on posts that they never saw, beside what they should: a bar, its target as a line, and both in figures. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  const tasks = [...Map.groupBy(figures, ({ task }) => task)];
  return (
    <Panel title={i18n.t('How good it is')}>
      <p className="text-13 text-quiet">
        {i18n.t(
          'On posts that the models never saw, in per cent; where a target is missed it is said. Names of languages and measures are those of the cards below.',
        )}
      </p>
      {tasks.map(([task, those]) => (
        <section key={task} aria-label={task} className="flex flex-col gap-1">
          <h3 className="font-semibold">{task}</h3>
          <ul>
            {those.map((figure) => (
              <Line key={`${figure.of} ${figure.measure}`} figure={figure} />
            ))}
          </ul>
        </section>
      ))}
      {figures.length === 0 && <p className="text-quiet">{i18n.t('Nobody judged these models yet.')}</p>}
    </Panel>
  );
}

function Line({ figure }: { figure: Figure }) {
  const { of, measure, value, target } = figure;
  const met = isMet(figure);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-t border-line py-1 sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)_auto]">
      <span className="min-w-0 break-words">
        {of} <span className="text-13 text-quiet">{measure}</span>
      </span>
      <span aria-hidden className="relative hidden h-2 rounded-4 bg-deep sm:block">
        <span
          className={classes('absolute inset-y-0 left-0 rounded-4', met === false ? 'bg-soon' : 'bg-accent')}
          style={{ width: `${Math.min(100, value)}%` }}
        />
        {target !== null && (
          <span
            className="absolute -inset-y-0.5 w-0.5 bg-ink"
            style={{ left: `${Math.min(100, target)}%` }}
          />
        )}
      </span>
      <span className="text-right whitespace-nowrap tabular-nums">
        {value.toFixed(1)}
        {target !== null && (
          <span className={classes('ml-2 text-13', met ? 'text-quiet' : 'font-medium text-soon')}>
            {met ? i18n.t('target {target}', { target }) : i18n.t('misses {target}', { target })}
          </span>
        )}
      </span>
    </li>
  );
}
