import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
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
import { countWords, whyWords } from './paceWords.ts';

/** A story: why it is one, the post and what we did about it, how fast it is passed on, and its end. */
export function OneStory({ story }: { story: SpreadStoryView }) {
  const now = useNow();
  const { post, since } = story;
  return (
    <li className="flex flex-col gap-3 rounded-8 border border-line bg-raised py-3">
      <div className="px-4">
        <h2 className="text-17 font-semibold">{whyWords(story)}</h2>
        <p className="text-13 text-quiet">
          {i18n.t('Since {time}', { time: momentWords(since, now) })} · {nowWords(story, now)}
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
      <End story={story} now={now} />
    </li>
  );
}

function nowWords({ calmedAt, paceNow, shares }: SpreadStoryView, now: Date): string {
  const all = countWords(shares);
  return calmedAt === null
    ? i18n.t('{pace} an hour now, {all} in all', { pace: countWords(paceNow), all })
    : i18n.t('calm since {time}, {all} in all', { time: momentWords(calmedAt, now), all });
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

function End({ story: { id, ended }, now }: { story: SpreadStoryView; now: Date }) {
  const { change, busy, trouble } = useChange([storiesKey]);
  const say = async (as: 'done' | 'no_story' | null) => {
    const done = await change(() => sayOfStory(id, as));
    if (done !== undefined && as !== null) tell(i18n.t('It stands among the ended ones.'));
  };
  return (
    <div className="flex flex-wrap items-center gap-2 px-4">
      {ended === null ? (
        <>
          <Button disabled={busy} onClick={() => void say('done')}>
            {i18n.t('It is seen to')}
          </Button>
          <Button kind="quiet" disabled={busy} onClick={() => void say('no_story')}>
            {i18n.t('It is no story')}
          </Button>
        </>
      ) : (
        <>
          <span className="text-quiet">
            {ended.as === 'done'
              ? i18n.t('Seen to, says {name}, {time}', { name: ended.by, time: momentWords(ended.at, now) })
              : i18n.t('No story, says {name}, {time}', { name: ended.by, time: momentWords(ended.at, now) })}
          </span>
          <Button kind="quiet" disabled={busy} onClick={() => void say(null)}>
            {i18n.t('Take it back')}
          </Button>
        </>
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}
