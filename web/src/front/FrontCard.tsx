import type { FrontPostView } from '../../../src/api/contract.ts';
import { classes } from '../parts/classes.ts';
import { lengthWords, momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { abuseWords, authorWords, networkWords, severityWords } from '../words/names.ts';
import { OnlyYou } from './OnlyYou.tsx';

/** What stands of the post: who answered, or since when somebody waits. */
function Standing({ post, now }: { post: FrontPostView; now: Date }) {
  const { answered, waitingSince, dueAt, state } = post;
  if (answered !== null) {
    const time = momentWords(answered.at, now);
    return (
      <span className="text-ok">
        {answered.by === null
          ? i18n.t('Answered {time}', { time })
          : i18n.t('Answered by {name}, {time}', { name: answered.by, time })}
      </span>
    );
  }
  if (waitingSince !== null) {
    const over = dueAt !== null && new Date(dueAt) < now;
    const time = lengthWords(now.getTime() - new Date(waitingSince).getTime());
    return (
      <span className={over ? 'font-medium text-over' : 'text-quiet'}>
        {i18n.t('Waits for {time}', { time })}
      </span>
    );
  }
  return state === 'resolved' ? <span className="text-quiet">{i18n.t('Resolved')}</span> : null;
}

const gone = (post: FrontPostView): string | null =>
  post.gone === 'deleted'
    ? i18n.t('Deleted by its author')
    : post.gone === 'erased'
      ? i18n.t('Its words were erased here')
      : null;

const folded = (post: FrontPostView): string | null =>
  post.folded === null
    ? null
    : i18n.t('Folded on the desk: {reason}', {
        reason: post.folded === 'blocked' ? i18n.t('the author is blocked') : abuseWords(post.folded),
      });

/** A post as an executive reads it: large, whole, and one tap from being answered. */
export function FrontCard({
  post,
  now,
  why = [],
  open,
}: {
  post: FrontPostView;
  now: Date;
  /** Why it needs her, what goes first first. */
  why?: readonly string[];
  /** Opens its case; left out where it has none. */
  open?: (() => void) | undefined;
}) {
  const { by, network, visibility, text, at, severity, vulnerable, media } = post;
  const words = (
    <>
      {why.map((line, n) => (
        <p
          key={line}
          className={classes('text-13 text-pretty', n === 0 ? 'font-semibold text-over' : 'text-quiet')}
        >
          {line}
        </p>
      ))}
      <p className="flex flex-wrap items-baseline gap-x-2 text-13 text-quiet">
        <span dir="auto" className="max-w-full truncate text-15 font-semibold text-ink">
          {authorWords(by)}
        </span>
        <span>{networkWords(network)}</span>
        {post.own ? (
          <OnlyYou />
        ) : (
          visibility === 'direct' && <span className="text-accent">{i18n.t('Private')}</span>
        )}
        <time dateTime={at} title={wholeMoment(at)}>
          {momentWords(at, now)}
        </time>
      </p>
      {folded(post) !== null && <p className="text-13 text-soon">{folded(post)}</p>}
      {text === null ? (
        <p className="text-quiet italic">{gone(post)}</p>
      ) : (
        <p
          dir="auto"
          lang={post.language ?? undefined}
          className="line-clamp-6 text-17 break-words whitespace-pre-line"
        >
          {text === '' ? i18n.t('No words') : text}
        </p>
      )}
      <p className="flex flex-wrap gap-x-3 text-13">
        {severity > 1 && <span className="font-medium text-over">{severityWords(severity)}</span>}
        {vulnerable && <span className="font-medium text-over">{i18n.t('Vulnerable')}</span>}
        {media > 0 && <span className="text-quiet">{i18n.t('{n} pictures or files', { n: media })}</span>}
        <Standing post={post} now={now} />
      </p>
    </>
  );
  const look = 'flex w-full flex-col gap-1 px-4 py-3 text-left';
  return open === undefined ? (
    <div className={look}>{words}</div>
  ) : (
    <button
      type="button"
      onClick={open}
      className={`${look} hover:bg-deep active:bg-deep focus-visible:-outline-offset-2`}
    >
      {words}
    </button>
  );
}
