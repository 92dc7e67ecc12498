import { CalendarClock, CircleCheck, CircleHelp, CircleX, Hourglass, Lock, Send, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ReplyView } from '../../../src/api/contract.ts';
import type { Right } from '../../../src/domain/rights.ts';
import { WaitsFor } from '../approvals/InCase.tsx';
import { Button } from '../parts/Button.tsx';
import { classes } from '../parts/classes.ts';
import { resolveUnknown, retryReply, withdrawReply } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow, useSeconds } from '../time/now.ts';
import { i18n } from '../words/i18n.ts';
import { actWords, type Delivery, type DeliveryAct, deliveryOf, undoSeconds } from './delivery.ts';

const looks: Record<Delivery['shape'], { Icon: typeof Send; tone: string; box: string }> = {
  waiting: { Icon: Hourglass, tone: 'text-quiet', box: 'border-dashed border-line-strong' },
  moving: { Icon: Send, tone: 'text-accent', box: 'border-accent' },
  done: { Icon: CircleCheck, tone: 'text-ok', box: 'border-line' },
  later: { Icon: CalendarClock, tone: 'text-soon', box: 'border-soon bg-soon-soft' },
  unknown: { Icon: CircleHelp, tone: 'text-soon', box: 'border-2 border-dashed border-soon' },
  refused: { Icon: CircleX, tone: 'text-over', box: 'border-over bg-over-soft' },
  gone: { Icon: Undo2, tone: 'text-quiet', box: 'border-line' },
};

function Countdown({ reply }: { reply: ReplyView }) {
  const now = useSeconds();
  return <span className="tabular-nums">{deliveryOf(reply, now).title}</span>;
}

export interface ReplyCardProps {
  reply: ReplyView;
  changed: (reply: ReplyView) => void;
  /** Puts its words back into the composer. */
  rewrite: (reply: ReplyView) => void;
  /** Who may change it; `replies.send` where left out. */
  right?: Right;
  /** What can be done, where it is not what can be done with an answer. */
  acts?: readonly DeliveryAct[];
  /** Where it goes, or went. */
  children?: ReactNode;
  className?: string;
}

/** A reply of ours that its network has not told us of yet: how far it is, and what can be done. */
export function ReplyCard({
  reply,
  changed,
  rewrite,
  right = 'replies.send',
  acts,
  children,
  className = 'ml-auto w-fit max-w-[36rem]',
}: ReplyCardProps) {
  const now = useNow();
  const maySend = useMay(right);
  const [busy, setBusy] = useState(false);
  const delivery = deliveryOf(reply, now);
  const possible = acts ?? delivery.acts;
  const { Icon, tone, box } = looks[delivery.shape];
  const act = async (one: DeliveryAct) => {
    if (one === 'rewrite') return rewrite(reply);
    setBusy(true);
    try {
      if (one === 'withdraw') changed(await withdrawReply(reply.id));
      else if (one === 'retry') changed(await retryReply(reply.id));
      else changed(await resolveUnknown(reply.id, one === 'wentOut'));
    } catch (error) {
      tell(sentenceOf(error), 'over');
    } finally {
      setBusy(false);
    }
  };
  return (
    <article
      data-delivery={reply.state}
      className={classes('settle rounded-8 border px-4 py-3', box, className)}
    >
      <p className="flex flex-wrap items-center gap-x-2 text-13 text-quiet">
        <span className="font-medium text-ink">{reply.member.name}</span>
        {reply.mode === 'direct' && (
          <span className="inline-flex items-center gap-1">
            <Lock aria-hidden className="size-3.5" />
            {i18n.t('Direct message')}
          </span>
        )}
        {children}
      </p>
      <p dir="auto" className="mt-1 whitespace-pre-wrap">
        {reply.text}
      </p>
      {reply.attachments.map((one) => (
        <img
          key={one.mediaId}
          src={one.address}
          alt={one.alt}
          className="mt-2 max-h-40 rounded-8 border border-line"
        />
      ))}
      <p className={classes('mt-2 flex items-center gap-1.5 text-13 font-medium', tone)}>
        <Icon aria-hidden className="size-4 shrink-0" />
        {reply.state === 'awaiting_approval' ? (
          <WaitsFor replyId={reply.id} />
        ) : undoSeconds(reply, now) > 0 ? (
          <Countdown reply={reply} />
        ) : (
          delivery.title
        )}
      </p>
      {delivery.help !== null && <p className="mt-1 text-13 text-ink">{delivery.help}</p>}
      {maySend && possible.length > 0 && (
        <div className="mt-2 flex flex-wrap gap-2">
          {possible.map((one) => (
            <Button key={one} disabled={busy} onClick={() => void act(one)} className="text-13">
              {actWords(one)}
            </Button>
          ))}
        </div>
      )}
    </article>
  );
}
