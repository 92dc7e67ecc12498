import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApprovalRow, MovesBody, ReplyView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Area } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { approvalsQuery, approveReply, sendBackReply } from '../server/approvals.ts';
import { Refusal, sentenceOf } from '../server/http.ts';
import { caseKey } from '../server/queries.ts';
import { tell } from '../shell/told.ts';
import { useNow } from '../time/now.ts';
import { agoWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { moveWords } from './approvalWords.ts';

/** What was refused because the case had moved, with the words to which yes was said. */
interface Moved {
  text: string | null;
  body: MovesBody;
}

function told(reply: ReplyView): string {
  return reply.state === 'awaiting_approval'
    ? i18n.t('Approved. It still waits for others.')
    : i18n.t('Approved. It goes out now.');
}

/** Decides about one answer; `trouble` is the sentence of the last refusal. */
function useDeciding({ row, reply }: ApprovalRow) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [moved, setMoved] = useState<Moved | null>(null);
  const decide = async (ask: () => Promise<string>, text: string | null) => {
    setBusy(true);
    setTrouble(null);
    try {
      tell(await ask());
      setMoved(null);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'case_moved')
        setMoved({ text, body: error.body as unknown as MovesBody });
      else setTrouble(sentenceOf(error));
    } finally {
      setBusy(false);
      void client.invalidateQueries({ queryKey: approvalsQuery.queryKey });
      void client.invalidateQueries({ queryKey: caseKey(row.id) });
    }
  };
  return {
    busy,
    trouble,
    moved,
    approve: (text: string | null, despite: number | null = null) =>
      void decide(async () => told(await approveReply(reply.id, { text, shown: reply.text, despite })), text),
    sendBack: (reason: string) =>
      void decide(async () => {
        await sendBackReply(reply.id, reason);
        return i18n.t('Sent back to {name}.', { name: reply.member.name });
      }, null),
  };
}

/** Yes, yes to other words, or back with a reason. */
export function Decide({ one }: { one: ApprovalRow }) {
  const { busy, trouble, moved, approve, sendBack } = useDeciding(one);
  const [writing, setWriting] = useState<'words' | 'reason' | null>(null);
  const close = () => setWriting(null);
  return (
    <div className="flex flex-col gap-3">
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      {moved !== null && (
        <CaseMoved moved={moved} busy={busy} approve={() => approve(moved.text, moved.body.sequence)} />
      )}
      {writing === 'words' && (
        <Words
          label={i18n.t('The words that go out')}
          text={one.reply.text}
          most={20_000}
          busy={busy}
          done={approve}
          act={i18n.t('Approve these words')}
          close={close}
        />
      )}
      {writing === 'reason' && (
        <Words
          label={i18n.t('Why it goes back')}
          text=""
          most={2_000}
          busy={busy}
          done={sendBack}
          act={i18n.t('Send back')}
          close={close}
        />
      )}
      {writing === null && (
        <div className="flex flex-wrap gap-2">
          <Button kind="main" disabled={busy} onClick={() => approve(null)}>
            {i18n.t('Approve')}
          </Button>
          <Button disabled={busy} onClick={() => setWriting('words')}>
            {i18n.t('Change the words')}
          </Button>
          <Button disabled={busy} onClick={() => setWriting('reason')}>
            {i18n.t('Send back')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Words(props: {
  label: string;
  text: string;
  /** Characters. */
  most: number;
  act: string;
  busy: boolean;
  done: (text: string) => void;
  close: () => void;
}) {
  const [text, setText] = useState(props.text);
  const isEmpty = text.trim() === '';
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty) props.done(text.trim());
      }}
    >
      <Area
        autoFocus
        label={props.label}
        value={text}
        maxLength={props.most}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') props.close();
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button kind="main" type="submit" disabled={props.busy || isEmpty}>
          {props.act}
        </Button>
        <Button disabled={props.busy} onClick={props.close}>
          {i18n.t('Cancel')}
        </Button>
      </div>
    </form>
  );
}

function CaseMoved({ moved, busy, approve }: { moved: Moved; busy: boolean; approve: () => void }) {
  const now = useNow();
  return (
    <Notice
      kind="soon"
      action={
        <Button kind="main" disabled={busy} onClick={approve}>
          {i18n.t('Approve all the same')}
        </Button>
      }
    >
      <p className="font-medium">{i18n.t('The case moved since approval was asked for:')}</p>
      <ul className="list-disc pl-5">
        {moved.body.moves.map((move) => (
          <li key={move.sequence}>
            {moveWords(move)} <span className="text-quiet">{agoWords(move.at, now)}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
