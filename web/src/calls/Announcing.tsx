import { useQuery } from '@tanstack/react-query';
import { Megaphone } from 'lucide-react';
import { useState } from 'react';
import type { AccountView, CallDetail } from '../../../src/api/contract.ts';
import { announcementWords } from '../../../src/domain/complaintCall.ts';
import { Counter } from '../case/composer/Counter.tsx';
import { lengthOf, roomLeft } from '../case/composer/length.ts';
import { Button } from '../parts/Button.tsx';
import { Area } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { announceCall } from '../server/complaintCalls.ts';
import { sentenceOf } from '../server/http.ts';
import { accountsQuery } from '../server/queries.ts';
import { newReplyId } from '../server/replyId.ts';
import { Panel } from '../settings/Page.tsx';
import { useMe } from '../shell/useMe.ts';
import { momentIn } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';

type Announcer = AccountView & { announces: NonNullable<AccountView['announces']> };

/** Accounts of the institution, and the member's own, that can announce something now and have not. */
function useAnnouncers({ institution, announcements }: CallDetail): Announcer[] {
  const me = useMe();
  const accounts = useQuery(accountsQuery).data ?? [];
  const done = announcements.flatMap(({ state, account }) => (state === 'withdrawn' ? [] : account?.id));
  return accounts.filter(
    (one): one is Announcer =>
      one.announces !== null &&
      one.state === 'listening' &&
      one.cutOffAt === null &&
      one.institution === institution.name &&
      (one.owner === null || one.owner.id === me.member.id) &&
      !done.includes(one.id),
  );
}

/** What fits wherever it goes. */
const least = (chosen: readonly Announcer[]) => ({
  graphemes: Math.min(...chosen.map(({ announces }) => announces.graphemes)),
  bytes: Math.min(...chosen.map(({ announces }) => announces.bytes)),
  // Where only some weigh, letters are counted; the server says of each whether it fits.
  weighted: chosen.every(({ announces }) => announces.weighted),
});

/** Sends it from each account once: the ids stay until the server has taken them. */
function useAnnouncing(call: CallDetail, changed: () => void) {
  const [replyIds] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const announce = async (from: readonly Announcer[], text: string) => {
    setBusy(true);
    setTrouble(null);
    try {
      for (const { id: accountId } of from) {
        const replyId = replyIds[accountId] ?? newReplyId();
        replyIds[accountId] = replyId;
        await announceCall(call.id, { replyId, accountId, text });
        delete replyIds[accountId];
      }
    } catch (error) {
      setTrouble(sentenceOf(error));
    } finally {
      setBusy(false);
      changed();
    }
  };
  return { announce, busy, trouble };
}

/** Where an open call is announced: from which accounts, in which words. */
export function Announcing({ call, changed }: { call: CallDetail; changed: () => void }) {
  const accounts = useAnnouncers(call);
  const [picked, pick] = useState<readonly string[] | null>(null);
  const [typed, type] = useState<string | null>(null);
  const { announce, busy, trouble } = useAnnouncing(call, changed);
  if (accounts.length === 0)
    return call.announcements.length > 0 ? null : (
      <Notice kind="soon">
        {i18n.t(
          'No connected account of {institution} can announce it now. An admin connects one in the settings.',
          {
            institution: call.institution.name,
          },
        )}
      </Notice>
    );
  // Once it was announced somewhere the others are chosen by hand.
  const from = picked ?? (call.announcements.length > 0 ? [] : [accounts[0]?.id ?? '']);
  const chosen = accounts.filter(({ id }) => from.includes(id));
  const most = least(chosen.length > 0 ? chosen : accounts);
  const until = i18n.t('Until {time}:', { time: momentIn(new Date(call.closesAt), call.timeZone) });
  const link = `${window.location.origin}${call.page}`;
  const words = typed ?? announcementWords(call.question, `${until} #${call.hashtag}\n${link}`, most);
  const room = roomLeft(lengthOf(words.trim(), most.weighted), most);
  const can = chosen.length > 0 && room.fits && words.trim() !== '' && !busy;
  return (
    <Panel title={i18n.t('Announce it')}>
      <fieldset className="flex flex-wrap gap-x-6">
        <legend className="sr-only">{i18n.t('From which accounts')}</legend>
        {accounts.map(({ id, handle, networkName }) => (
          <label key={id} className="target inline-flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4"
              checked={from.includes(id)}
              onChange={({ target }) =>
                pick(target.checked ? [...from, id] : from.filter((one) => one !== id))
              }
            />
            <span className="min-w-0 break-words">
              <span dir="auto">{handle}</span>, {networkName}
            </span>
          </label>
        ))}
      </fieldset>
      {chosen.length > 0 && (
        <Area label={i18n.t('In these words')} value={words} onChange={({ target }) => type(target.value)} />
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex flex-wrap items-center gap-3">
        <Button kind="main" disabled={!can} onClick={() => void announce(chosen, words.trim())}>
          <Megaphone aria-hidden className="size-4" />
          {busy ? i18n.t('Sending') : i18n.t('Announce')}
        </Button>
        {chosen.length > 0 && <Counter room={room} />}
        {typed !== null && (
          <Button kind="quiet" className="underline" onClick={() => type(null)}>
            {i18n.t('As it was proposed')}
          </Button>
        )}
      </div>
    </Panel>
  );
}
