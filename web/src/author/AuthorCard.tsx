import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import type { CaseView } from '../../../src/api/contract.ts';
import { CaseWords } from '../inbox/CaseWords.tsx';
import { Button } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { dateWords, momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { listed } from '../words/intl.ts';
import { authorWords, languageWords, networkWords, stateWords } from '../words/names.ts';
import { AuthorActs } from './AuthorActs.tsx';
import { AuthorBlock } from './AuthorBlock.tsx';
import { EraseAuthor } from './EraseAuthor.tsx';
import { HowToReach } from './HowToReach.tsx';
import { PrivateLink } from './PrivateLink.tsx';

const AuthorProtection = lazily(() => import('./AuthorProtection.tsx'));

/** How many past cases stand there before one asks for more. */
const few = 5;

function PastCases({ cases }: { cases: CaseView['author']['pastCases'] }) {
  const now = useNow();
  const [all, showAll] = useState(false);
  if (cases.length === 0) return <p className="text-13 text-quiet">{i18n.t('No other case.')}</p>;
  return (
    <ul className="-mx-2">
      {(all ? cases : cases.slice(0, few)).map((one) => (
        <li key={one.id}>
          <Link
            to="/inbox/$view/$caseId"
            params={{ view: 'all', caseId: one.id }}
            className="block rounded-8 px-2 py-1.5 hover:bg-deep"
          >
            <span className="flex justify-between gap-2 text-13 text-quiet">
              <span>
                #{one.number} {stateWords(one.state)}
              </span>
              <time dateTime={one.at}>{momentWords(one.at, now)}</time>
            </span>
            <span dir="auto" className="line-clamp-2 text-13">
              <CaseWords of={one} />
            </span>
          </Link>
        </li>
      ))}
      {!all && cases.length > few && (
        <li>
          <Button kind="quiet" className="text-13" onClick={() => showAll(true)}>
            {i18n.t('Show all {n}', { n: cases.length })}
          </Button>
        </li>
      )}
    </ul>
  );
}

/** The author: a name, a language, a history. How many read them is nobody's business here. */
export function AuthorCard({ shown }: { shown: CaseView }) {
  const { author, row } = shown;
  const now = useNow();
  const mayProtect = useMay('authors.protect');
  return (
    <section className="flex flex-col gap-3 border-b border-line p-4">
      <div>
        <h3 dir="auto" className="text-17 font-semibold">
          {authorWords(row.author)}
        </h3>
        <ul className="text-13 text-quiet">
          {author.identities.map((one) => (
            <li key={`${one.network}-${one.handle}`}>
              {networkWords(one.network)}
              {!row.author.protected && (
                <>
                  , <span dir="auto">{one.handle}</span>
                </>
              )}
            </li>
          ))}
        </ul>
      </div>
      <p className="text-13">
        {author.languages.length > 0 && (
          <>
            {i18n.t('Writes {languages}.', {
              languages: listed(author.languages.map(languageWords)),
            })}{' '}
          </>
        )}
        {i18n.t('First heard {when}.', { when: momentWords(author.firstHeardAt, now) })}
      </p>
      {author.erasedAt === null ? (
        <>
          <AuthorActs key={row.id} shown={shown} />
          {(author.protected !== null || mayProtect) && (
            <Suspense>
              <AuthorProtection key={`protect-${row.id}`} shown={shown} />
            </Suspense>
          )}
          <AuthorBlock key={`block-${row.id}`} shown={shown} />
          <HowToReach shown={shown} />
          <PrivateLink shown={shown} />
        </>
      ) : (
        <p className="text-quiet">
          {i18n.t('Erased on {day}.', { day: dateWords(author.erasedAt.slice(0, 10)) })}
        </p>
      )}
      <div className="flex flex-col gap-1">
        <h4 className="text-13 font-medium text-quiet">{i18n.t('Other cases')}</h4>
        <PastCases cases={author.pastCases} />
      </div>
      {author.erasedAt === null && <EraseAuthor shown={shown} />}
    </section>
  );
}
