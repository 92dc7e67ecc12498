import { Bot, Download, ExternalLink, Lock, Paperclip } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import type { CaseRow, PostView } from '../../../src/api/contract.ts';
import { partLetter } from '../../../src/domain/quotedTail.ts';
import { classes } from '../parts/classes.ts';
import { lazily } from '../parts/lazily.ts';
import { useNow } from '../time/now.ts';
import { clockWords, dateWords, momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { authorWords, networkWords } from '../words/names.ts';
import { sizeWords } from '../words/sizes.ts';
import { FoldButton, Folded } from './Abuse.tsx';
import { PraiseButton } from './Praise.tsx';

const AskAboutPost = lazily(() => import('../followUps/AskAboutPost.tsx'));
const Said = lazily(() => import('./Said.tsx'));
const OfCall = lazily(() => import('../phone/OfCall.tsx'));
const ShowsNumber = lazily(() => import('./ShowsNumber.tsx'));
/** Worth a closer look at what everybody can read. */
const mayShowNumber = ({ direction, visibility, text }: PostView) =>
  direction === 'inbound' && visibility === 'public' && text !== null && /\p{Nd}{2}|@/u.test(text);

function Media({ media }: { media: PostView['media'] }) {
  if (media.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-wrap gap-2">
      {media.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order of a post's media never changes
        <li key={at} className="max-w-full">
          {one.address !== null && one.plays ? (
            // biome-ignore lint/a11y/useMediaCaption: what was said stands beside it once a member wrote it down
            <audio
              controls
              preload="none"
              src={one.address}
              aria-label={i18n.t('Recording')}
              className="max-w-full"
            />
          ) : one.address !== null && one.kind === 'image' ? (
            <a href={one.address} target="_blank" rel="noreferrer" className="block">
              <img
                src={one.address}
                alt={one.alt ?? one.file?.name ?? i18n.t('Picture without a description')}
                loading="lazy"
                className="max-h-72 max-w-full rounded-8 border border-line bg-deep"
              />
            </a>
          ) : one.address !== null && one.file !== null ? (
            <a
              href={one.address}
              download={one.file.name}
              className="target inline-flex max-w-full items-center gap-2 rounded-8 border border-line px-3 text-13 hover:border-line-strong"
            >
              <Download aria-hidden className="size-4 shrink-0" />
              <span dir="auto" className="min-w-0 break-all">
                {one.file.name}
              </span>
              <span className="shrink-0 text-quiet">
                {i18n.t('{kind}, {size}', {
                  kind: kindWords(one.file.name),
                  size: sizeWords(one.file.bytes),
                })}
              </span>
            </a>
          ) : (
            <span className="inline-flex items-center gap-2 rounded-8 border border-line px-3 py-2 text-13 text-quiet">
              <Paperclip aria-hidden className="size-4" />
              {one.alt ?? i18n.t('Something that cannot be shown here')}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The kind of a file, as its name says it; it is a download whatever it is. */
function kindWords(name: string): string {
  return /\.([\p{L}\p{N}]{1,8})$/u.exec(name)?.[1]?.toUpperCase() ?? i18n.t('File');
}

/** What was written; what it repeats of earlier letters is folded away below it. */
function Words({ text, language, inbound }: { text: string; language: string | null; inbound: boolean }) {
  const { words, tail } = partLetter(text);
  const lang = language ?? undefined;
  return (
    <>
      <p
        dir="auto"
        lang={lang}
        className={classes('mt-1 whitespace-pre-wrap wrap-anywhere', inbound ? 'text-17' : 'text-15')}
      >
        {tail === '' ? text : words.trimEnd()}
      </p>
      {tail !== '' && (
        <details className="mt-1 text-13 text-quiet">
          <summary className="target inline-flex items-center rounded-8">
            {i18n.t('What was written before')}
          </summary>
          <p
            dir="auto"
            lang={lang}
            className="mt-1 whitespace-pre-wrap wrap-anywhere border-l-2 border-line pl-3"
          >
            {tail.trim()}
          </p>
        </details>
      )}
    </>
  );
}

/** When, who, where: the small line over a post. */
function Heading({ post }: { post: PostView }) {
  const now = useNow();
  const inbound = post.direction === 'inbound';
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
      <time dateTime={post.at} title={wholeMoment(post.at)} className="tabular-nums">
        {momentWords(post.at, now)}
      </time>
      <span dir="auto" className="font-medium text-ink">
        {post.by.member ?? authorWords(post.by)}
      </span>
      {!inbound && post.by.member !== null && (
        <span dir="auto">{i18n.t('from {name}', { name: post.by.name })}</span>
      )}
      <span>{networkWords(post.network)}</span>
      {post.visibility === 'direct' && (
        <span className="inline-flex items-center gap-1">
          <Lock aria-hidden className="size-3.5" />
          {i18n.t('Direct message')}
        </span>
      )}
      {post.automatic && (
        <span className="inline-flex items-center gap-1">
          <Bot aria-hidden className="size-3.5" />
          {i18n.t('Written by a program')}
        </span>
      )}
      {post.bouncedAt !== null && (
        <span className="font-medium text-over">{i18n.t('Came back: it did not reach the author')}</span>
      )}
      {post.editedAt !== null && <span>{i18n.t('edited {time}', { time: clockWords(post.editedAt) })}</span>}
      {post.pageAddress !== null && (
        <a
          href={post.pageAddress}
          target="_blank"
          rel="noreferrer"
          aria-label={i18n.t('See it on {network}', { network: networkWords(post.network) })}
          className="target -my-2 inline-flex items-center justify-center hover:text-ink"
        >
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      )}
    </div>
  );
}

/** What its author deleted, for those who work on the case, until the term of the network is over. */
function Deleted({ post }: { post: PostView }) {
  const { deletedWords } = post;
  if (deletedWords === null) return null;
  return (
    <details className="mt-1">
      <summary className="target inline-flex cursor-pointer items-center text-13 text-quiet">
        {i18n.t('Show it: its words go on {when}', { when: wholeMoment(deletedWords.until) })}
      </summary>
      <Words text={deletedWords.text} language={post.language} inbound={post.direction === 'inbound'} />
      <Media media={post.media} />
    </details>
  );
}

function goneWords({ erasedAt, direction }: PostView): string {
  if (erasedAt !== null) return i18n.t('Erased on {day}.', { day: dateWords(erasedAt.slice(0, 10)) });
  return direction === 'inbound' ? i18n.t('Deleted by its author.') : i18n.t('Deleted.');
}

/** One post. The author's words are the largest thing on the screen; ours stand smaller, on a ground of their own. */
export function PostCard({
  post,
  row,
  acts,
  children,
}: {
  post: PostView;
  row: CaseRow;
  /** What else can be done about it. */
  acts?: ReactNode;
  children?: ReactNode;
}) {
  const inbound = post.direction === 'inbound';
  return (
    <article
      className={classes(
        'max-w-[42rem]',
        !inbound && 'ml-auto w-fit max-w-[36rem] rounded-8 bg-deep px-4 py-3',
      )}
    >
      <div className="flex items-start text-13 text-quiet">
        <Heading post={post} />
        <span className="inline-flex shrink-0">
          {inbound && (
            <Suspense>
              <AskAboutPost row={row} post={post} />
            </Suspense>
          )}
          <FoldButton row={row} post={post} />
          <PraiseButton row={row} post={post} />
          {acts}
        </span>
      </div>
      {post.text === null ? (
        <>
          <p className="mt-1 text-quiet italic">{goneWords(post)}</p>
          <Deleted post={post} />
        </>
      ) : (
        <Folded row={row} post={post}>
          {post.call !== null && (
            <Suspense>
              <OfCall post={post} />
            </Suspense>
          )}
          {post.text !== '' && <Words text={post.text} language={post.language} inbound={inbound} />}
          <Media media={post.media} />
          {!inbound && !post.automatic && (
            <Suspense>
              <Said row={row} post={post} />
            </Suspense>
          )}
          {mayShowNumber(post) && (
            <Suspense>
              <ShowsNumber post={post} />
            </Suspense>
          )}
        </Folded>
      )}
      {children}
    </article>
  );
}
