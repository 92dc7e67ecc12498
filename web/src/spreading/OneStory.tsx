import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { useId } from 'react';
import type { SpreadStoryView } from '../../../src/api/contract.ts';
import { FrontCard } from '../front/FrontCard.tsx';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { sayOfStory, storiesKey } from '../server/spreading.ts';
import { useChange } from '../settings/useChange.ts';
import { tell } from '../shell/told.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { PaceCurve } from './PaceCurve.tsx';
import { endWords, standingWords, whyWords } from './paceWords.ts';

/** A story: why it is one, the post and what we did about it, how fast it is passed on, and its end. `gone`: it left this list. */
export function OneStory({ story, gone }: { story: SpreadStoryView; gone: () => void }) {
  const now = useNow();
  const heading = useId();
  const { post, since } = story;
  return (
    <li className="flex flex-col gap-3 rounded-8 border border-line bg-raised py-3">
      <div className="px-4">
        <h2 id={heading} className="text-17 font-semibold">
          {whyWords(story)}
        </h2>
        <p className="text-13 text-quiet">
          {[i18n.t('Since {time}', { time: momentWords(since, now) }), ...standingWords(story, now)].join(
            ' · ',
          )}
        </p>
      </div>
      <div className="border-y border-line">
        {post === null ? (
          <p className="px-4 py-3 text-quiet italic">{i18n.t('This post is not here any more.')}</p>
        ) : (
          <FrontCard post={post} now={now} />
        )}
      </div>
      <div className="px-4">
        <PaceCurve story={story} />
      </div>
      {post !== null && <Ways post={post} />}
      <End story={story} now={now} named={heading} gone={gone} />
    </li>
  );
}

/** Where it stands. */
function Ways({ post: { caseId, caseNumber, pageAddress } }: { post: NonNullable<SpreadStoryView['post']> }) {
  return (
    <p className="flex flex-wrap gap-x-4 px-4">
      {caseId !== null && (
        <Link
          to="/inbox/$view/$caseId"
          params={{ view: 'all', caseId }}
          className="target inline-flex items-center text-accent underline"
        >
          {i18n.t('Case {number}', { number: caseNumber })}
        </Link>
      )}
      {pageAddress !== null && (
        <a
          href={pageAddress}
          target="_blank"
          rel="noreferrer"
          className="target inline-flex items-center gap-1 text-accent underline"
        >
          {i18n.t('On the network')}
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      )}
    </p>
  );
}

function End({
  story: { id, ended },
  now,
  named,
  gone,
}: {
  story: SpreadStoryView;
  now: Date;
  /** The heading of the story, by which its buttons are told apart. */
  named: string;
  gone: () => void;
}) {
  const own = useId();
  const { change, busy, trouble } = useChange([storiesKey]);
  const say = async (as: 'done' | 'no_story' | null) => {
    const done = await change(() => sayOfStory(id, as));
    if (done === undefined) return;
    tell(as === null ? i18n.t('It is open again.') : i18n.t('It stands among the ended ones.'));
    gone();
  };
  const button = (as: 'done' | 'no_story' | null, words: string, kind: 'plain' | 'quiet') => (
    <Button
      id={`${own}${as}`}
      aria-labelledby={`${own}${as} ${named}`}
      kind={kind}
      disabled={busy}
      onClick={() => void say(as)}
    >
      {words}
    </Button>
  );
  return (
    <div className="flex flex-wrap items-center gap-2 px-4">
      {ended === null ? (
        <>
          {button('done', i18n.t('It is seen to'), 'plain')}
          {button('no_story', i18n.t('It is no story'), 'quiet')}
        </>
      ) : (
        <>
          <span className="text-quiet">{endWords(ended, now)}</span>
          {button(null, i18n.t('Take it back'), 'quiet')}
        </>
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}
