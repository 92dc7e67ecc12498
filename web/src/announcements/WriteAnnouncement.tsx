import { Megaphone } from 'lucide-react';
import { type Ref, useState } from 'react';
import type { AccountView, ReplyView } from '../../../src/api/contract.ts';
import { AttachButton } from '../case/composer/AttachButton.tsx';
import { Attachments } from '../case/composer/Attachments.tsx';
import { Counter } from '../case/composer/Counter.tsx';
import { lengthOf, type Room, roomLeft } from '../case/composer/length.ts';
import { Button } from '../parts/Button.tsx';
import { Choice } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { announce } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';
import { type Announcement, blank, isBlank } from './announcementWords.ts';

export type Announcer = AccountView & { announces: NonNullable<AccountView['announces']> };

export interface WriteAnnouncementProps {
  accounts: readonly Announcer[];
  written: Announcement;
  write: (written: Announcement) => void;
  queued: (reply: ReplyView) => void;
  field: Ref<HTMLTextAreaElement>;
}

function obstacle(written: Announcement, room: Room): string | null {
  if (!room.fits) return i18n.t('It is too long for this network.');
  if (written.attachments.some((one) => one.alt.trim() === '')) return i18n.t('Describe each picture first.');
  return written.text.trim() === '' ? '' : null;
}

/** Which account says it. One account needs no choice. */
function Account({
  accounts,
  account,
  choose,
}: {
  accounts: readonly Announcer[];
  account: Announcer;
  choose: (id: string) => void;
}) {
  if (accounts.length === 1) {
    return (
      <p className="text-quiet">
        {i18n.t('From {handle} on {network}', { handle: account.handle, network: account.networkName })}
      </p>
    );
  }
  return (
    <Choice label={i18n.t('From')} value={account.id} onChange={(event) => choose(event.target.value)}>
      {accounts.map((one) => (
        <option key={one.id} value={one.id}>
          {one.handle}, {one.networkName}
        </option>
      ))}
    </Choice>
  );
}

/** Sends what is written, once: the id goes with the words until the server has taken them. */
function useAnnouncing({ written, write, queued }: WriteAnnouncementProps, account: Announcer) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const send = async () => {
    const { replyId, text, attachments } = written;
    setBusy(true);
    setTrouble(null);
    try {
      const pictures = attachments.map(({ mediaId, alt }) => ({ mediaId, alt }));
      const reply = await announce({
        replyId,
        accountId: account.id,
        text: text.trim(),
        attachments: pictures,
      });
      write(blank(account.id));
      queued(reply);
    } catch (error) {
      setTrouble(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { send, busy, trouble };
}

/** Where an announcement is written: a post of the house that answers nobody. */
export function WriteAnnouncement(props: WriteAnnouncementProps) {
  const { accounts, written, write, field } = props;
  const account = accounts.find((one) => one.id === written.accountId) ?? (accounts[0] as Announcer);
  const { send, busy, trouble } = useAnnouncing(props, account);
  const { attachments: limits, ...length } = account.announces;
  const room = roomLeft(lengthOf(written.text.trim(), length.weighted), length);
  const why = obstacle(written, room);
  const change = (part: Partial<Announcement>) => write({ ...written, ...part });
  const submit = () => {
    if (why === null && !busy) void send();
  };
  return (
    <form
      aria-label={i18n.t('New announcement')}
      className="flex flex-col gap-3 rounded-8 border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Account accounts={accounts} account={account} choose={(accountId) => change({ accountId })} />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <textarea
        ref={field}
        dir="auto"
        rows={4}
        readOnly={busy}
        aria-label={i18n.t('Your announcement')}
        aria-describedby="counter"
        placeholder={i18n.t('What everybody should know, and when they hear more')}
        value={written.text}
        onChange={(event) => change({ text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
            event.preventDefault();
            submit();
          }
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        className="field-sizing-content max-h-[38vh] min-h-28 w-full resize-none rounded-8 border border-line-strong bg-paper px-3 py-2 text-17!"
      />
      <Attachments attached={written.attachments} change={(attachments) => change({ attachments })} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {limits !== null && (
          <AttachButton
            limits={limits}
            attached={written.attachments}
            add={(one) => change({ attachments: [...written.attachments, one] })}
          />
        )}
        <span className="ml-auto" />
        {why !== null && why !== '' && <span className="text-13 text-over">{why}</span>}
        <Counter room={room} />
        <Button
          kind="main"
          type="submit"
          className="max-sm:ml-auto"
          disabled={why !== null || busy}
          shortcut="Control+Enter"
        >
          <Megaphone aria-hidden className="size-4" />
          {busy ? i18n.t('Sending') : i18n.t('Announce')}
        </Button>
      </div>
      {!isBlank(written) && (
        <p className="text-13 text-quiet">
          {i18n.t('Everybody can read it. For ten seconds it can be called back.')}
        </p>
      )}
    </form>
  );
}
