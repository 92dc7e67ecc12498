import { Button } from '../parts/Button.tsx';
import { classes } from '../parts/classes.ts';
import { aspectWords, findingWords, type TopicNames } from '../words/findingWords.ts';
import { i18n } from '../words/i18n.ts';
import type { FindingLine } from './findingLines.ts';

/** What pressing does, in words. */
export const titleOf = (line: FindingLine, topics: TopicNames): string =>
  line.holds
    ? i18n.t('Not so: {finding}', { finding: findingWords(line.aspect, line.name, topics) })
    : i18n.t('It is so after all: {finding}', { finding: findingWords(line.aspect, line.name, topics) });

/** What was found, how surely and why, with what says that it is not so. */
export function Line({
  line,
  topics,
  number,
  turn,
}: {
  line: FindingLine;
  topics: TopicNames;
  number: number | null;
  turn: (() => void) | null;
}) {
  const { aspect, name, holds, sure, degree, because, by } = line;
  const grave = holds && (aspect === 'threat' || name === 'danger' || name === 'safety');
  return (
    <li className="flex items-start gap-2 border-b border-line py-1 last:border-b-0">
      <span className="min-w-0 flex-1 py-1">
        <span className="text-13 text-quiet">{aspectWords(aspect)}: </span>
        <span
          dir="auto"
          className={classes(
            'break-words',
            !holds && 'text-quiet line-through',
            grave && 'font-semibold text-danger',
          )}
        >
          {findingWords(aspect, name, topics)}
        </span>
        <span className={classes('text-13 text-quiet', by === null && 'whitespace-nowrap')}>
          {by !== null
            ? ` ${holds ? i18n.t('says {name}', { name: by }) : i18n.t('not so, says {name}', { name: by })}`
            : sure !== null && ` ${i18n.t('{n} %', { n: sure })}`}
        </span>
        {degree !== null && <Degree degree={degree} />}
        {line.from !== null && (
          <span className="block text-13 text-quiet">
            {line.from === 'home'
              ? i18n.t('Where the author says that they live; the post names no place.')
              : i18n.t('Where the network says that it is from; the post names no place.')}
          </span>
        )}
        {because.length > 0 && (
          <q dir="auto" className="block text-13 break-words text-quiet">
            {because.join(' … ')}
          </q>
        )}
      </span>
      {number !== null && (
        <kbd
          aria-hidden
          className="mt-2 hidden shrink-0 rounded-4 border border-line px-1 text-13 text-quiet md:inline"
        >
          {number}
        </kbd>
      )}
      {turn !== null && (
        <Button
          kind="quiet"
          className="-my-0.5 shrink-0 text-13"
          aria-label={titleOf(line, topics)}
          onClick={turn}
        >
          {holds ? i18n.t('Not so') : i18n.t('It is so')}
        </Button>
      )}
    </li>
  );
}

/** How surely a post feels bad or good, as a bar from the middle: to the left bad, to the right good. */
function Degree({ degree }: { degree: number }) {
  const share = Math.abs(degree) / 2;
  return (
    <span className="flex items-center gap-2 text-13 whitespace-nowrap text-quiet">
      <span aria-hidden className="relative h-1.5 w-16 shrink-0 rounded-4 bg-line">
        <span className="absolute inset-y-0 left-1/2 w-px bg-quiet" />
        <span
          className={classes('absolute inset-y-0 rounded-4', degree < 0 ? 'bg-danger' : 'bg-ok')}
          style={{ width: `${share}%`, left: degree < 0 ? `${50 - share}%` : '50%' }}
        />
      </span>
      {i18n.t('{n} of 100', { n: degree < 0 ? `−${-degree}` : degree })}
    </span>
  );
}
