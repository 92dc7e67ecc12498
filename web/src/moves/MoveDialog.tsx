import { useQuery } from '@tanstack/react-query';
import { Link2, Mail } from 'lucide-react';
import { useState } from 'react';
import type { CaseView, MoveOfferView } from '../../../src/api/contract.ts';
import { signed } from '../../../src/domain/reply.ts';
import { Counter } from '../case/composer/Counter.tsx';
import { lengthOf, roomLeft } from '../case/composer/length.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Area } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { moveToPrivate } from '../server/changes.ts';
import { moveOfferQuery } from '../server/queries.ts';
import { tell } from '../shell/told.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';
import { AsItStands, maySayInPublic, PublicWords } from './PublicWords.tsx';
import { useOnce } from './useOnce.ts';

type Way = MoveOfferView['ways'][number];
/** As long as the real one, which only who reads the public reply will know. */
const link = () => ` ${window.location.origin}/p/${'…'.repeat(22)}`;
const shownLink = () => ` ${window.location.origin}/p/…`;

/** Takes the public post that would be answered to private: how, and what is said in public. `shown` is the case as it is answered; `prefer` the way that is chosen at first, where there is one. */
export default function MoveDialog({
  shown,
  prefer,
  close,
}: {
  shown: CaseView;
  prefer?: Way['way'];
  close: () => void;
}) {
  const offer = useQuery(moveOfferQuery(shown.row.id, shown.answering ?? ''));
  return (
    <Dialog
      title={i18n.t('Move to private')}
      description={i18n.t('In public it only says that it moved. How it ended is said there later.')}
      onClose={close}
    >
      {offer.data !== undefined ? (
        <Ways shown={shown} offer={offer.data} prefer={prefer} close={close} />
      ) : offer.isError ? (
        <Trouble error={offer.error} again={() => void offer.refetch()} />
      ) : (
        <Skeleton lines={4} />
      )}
    </Dialog>
  );
}

function Ways({
  shown,
  offer,
  prefer,
  close,
}: {
  shown: CaseView;
  offer: MoveOfferView;
  prefer: Way['way'] | undefined;
  close: () => void;
}) {
  const [first] = offer.ways;
  const [at, choose] = useState(() =>
    Math.max(
      0,
      offer.ways.findIndex(({ way }) => way === prefer),
    ),
  );
  const way = offer.ways[at] ?? first;
  const noLink = translated(offer.noLink);
  if (way === undefined) {
    return (
      <>
        <Notice kind="soon">
          {i18n.t('The network permits no direct message here.')} {noLink}
        </Notice>
        <div className="flex justify-end">
          <Button onClick={close}>{i18n.t('Close')}</Button>
        </div>
      </>
    );
  }
  return (
    <>
      <WayChoice ways={offer.ways} at={at} choose={choose} />
      {noLink !== null && <p className="text-13 text-quiet">{noLink}</p>}
      <Move key={way.way} shown={shown} way={way} sentences={offer.sentences} close={close} />
    </>
  );
}

/** Which way, and from which account where there are several. */
function WayChoice({ ways, at, choose }: { ways: readonly Way[]; at: number; choose: (at: number) => void }) {
  const several = new Set(ways.map(({ accountId }) => accountId)).size > 1;
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="sr-only">{i18n.t('How it goes on')}</legend>
      {ways.map((one, n) => (
        <label
          key={`${one.accountId} ${one.way}`}
          className="target flex items-center gap-2 rounded-8 border border-line px-3 has-checked:border-accent"
        >
          <input type="radio" name="way" checked={n === at} onChange={() => choose(n)} />
          {one.way === 'direct' ? (
            <Mail aria-hidden className="size-4 shrink-0" />
          ) : (
            <Link2 aria-hidden className="size-4 shrink-0" />
          )}
          <span className="min-w-0 break-words">
            {one.way === 'direct'
              ? i18n.t('By a direct message')
              : i18n.t('By a link under which only writing is possible')}
            {several && ` (${one.handle})`}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Move({
  shown,
  way,
  sentences,
  close,
}: {
  shown: CaseView;
  way: Way;
  sentences: MoveOfferView['sentences'];
  close: () => void;
}) {
  const { signature } = useMe().member;
  const byLink = way.way === 'link';
  const [text, setText] = useState(sentences[way.way]);
  const [message, setMessage] = useState(sentences.message);
  const sends = useOnce(shown.row.id, shown.sequence, () => {
    tell(i18n.t('It moves to private in ten seconds.'));
    close();
  });
  const limit = shown.permissions.find(
    ({ mode, accountId }) => mode === 'public' && accountId === way.accountId,
  );
  const whole = signed(`${text.trim()}${byLink ? link() : ''}`, signature);
  const room = limit === undefined ? null : roomLeft(lengthOf(whole, limit.weighted), limit);
  const ready =
    maySayInPublic(text) && (byLink || message.trim() !== '') && room?.fits !== false && !sends.busy;
  const move = () =>
    sends.send(({ replyId, messageId, writtenOn, despite }) =>
      moveToPrivate(shown.row.id, {
        way: way.way,
        text,
        postId: shown.answering ?? '',
        accountId: way.accountId,
        direct: byLink ? null : { text: message, replyId: messageId },
        ...{ replyId, writtenOn, despite },
      }),
    );
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void move();
      }}
    >
      <PublicWords text={text} write={setText} behind={byLink ? shownLink() : ''} />
      {!byLink && (
        <>
          <Area
            label={i18n.t('In the direct message')}
            dir="auto"
            rows={3}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
          <AsItStands label={i18n.t('Only the author will read')} text={message.trim()} />
        </>
      )}
      {byLink && (
        <p className="text-13 text-quiet">
          {i18n.t(
            'Whoever opens the link reads nothing of this case and can write. Everyone can open it: what comes by it says so.',
          )}
        </p>
      )}
      {sends.sentence !== null && (
        <Notice kind={sends.moved ? 'soon' : 'over'}>{translated(sends.sentence)}</Notice>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {room !== null && <Counter room={room} />}
        <span className="flex-1" />
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
        <Button kind="main" type="submit" disabled={!ready}>
          {sends.moved ? i18n.t('Move it all the same') : i18n.t('Move to private')}
        </Button>
      </div>
    </form>
  );
}
