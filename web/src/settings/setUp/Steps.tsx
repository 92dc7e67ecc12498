import { ExternalLink } from 'lucide-react';
import type { SetUpView } from '../../../../src/api/contract.ts';
import { i18n } from '../../words/i18n.ts';
import { translated } from '../../words/serverSentences.ts';
import { Copied } from './Copied.tsx';

/** What to do at the network, in order. */
export function Steps({ steps }: { steps: SetUpView['steps'] }) {
  return (
    <ol className="flex flex-col gap-4">
      {steps.map(({ text, copy, link }, n) => (
        <li key={text} className="grid grid-cols-[1.75rem_1fr] gap-x-2">
          <span
            aria-hidden
            className="flex size-7 items-center justify-center rounded-full bg-deep text-13 font-medium tabular-nums"
          >
            {n + 1}
          </span>
          <div className="flex min-w-0 flex-col gap-2 pt-0.5">
            <p>{translated(text)}</p>
            {copy !== null && <Copied label={translated(copy.label)} value={copy.value} />}
            {link !== null && (
              <a
                href={link}
                target="_blank"
                rel="noreferrer"
                className="target inline-flex w-fit items-center gap-1.5 text-accent underline"
              >
                {new URL(link).host}
                <ExternalLink aria-hidden className="size-4" />
                <span className="sr-only">{i18n.t('(opens in another window)')}</span>
              </a>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
