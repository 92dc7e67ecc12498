import type { ReplyView } from '../../../src/api/contract.ts';
import { clockWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';

export type DeliveryAct = 'withdraw' | 'retry' | 'wentOut' | 'didNotGoOut' | 'rewrite';

/** How a reply's state is told: what it is called, what it means, and what can be done. */
export interface Delivery {
  shape: 'waiting' | 'moving' | 'done' | 'later' | 'unknown' | 'refused' | 'gone';
  title: string;
  help: string | null;
  acts: readonly DeliveryAct[];
}

/** Seconds until a reply leaves and can no longer be called back; 0 once that is over. */
export function undoSeconds(reply: Pick<ReplyView, 'state' | 'sendAt'>, now: Date): number {
  if (reply.state !== 'queued' || reply.sendAt === null) return 0;
  return Math.max(0, Math.ceil((new Date(reply.sendAt).getTime() - now.getTime()) / 1000));
}

function queued(reply: ReplyView, now: Date): Delivery {
  const seconds = undoSeconds(reply, now);
  const title = seconds > 0 ? i18n.t('Leaves in {n} s', { n: seconds }) : i18n.t('Waiting to leave');
  return { shape: 'waiting', title, help: null, acts: ['withdraw'] };
}

function later(reply: ReplyView): Delivery {
  const title =
    reply.sendAt === null
      ? i18n.t('Will be tried again')
      : i18n.t('Will be tried again at {time}', { time: clockWords(reply.sendAt) });
  return {
    shape: 'later',
    title,
    help: translated(reply.reason) ?? i18n.t('The network asked us to wait. It goes out by itself.'),
    acts: ['retry', 'withdraw'],
  };
}

/** A delivery state in words. Every state says what to do where there is something to do. */
export function deliveryOf(reply: ReplyView, now: Date): Delivery {
  switch (reply.state) {
    case 'queued':
      return queued(reply, now);
    case 'sending':
      return { shape: 'moving', title: i18n.t('On its way to the network'), help: null, acts: [] };
    case 'sent':
      return {
        shape: 'done',
        title: i18n.t('Sent, {time}', { time: clockWords(reply.stateAt) }),
        help: translated(reply.reason),
        acts: [],
      };
    case 'later':
      return later(reply);
    case 'unknown':
      return {
        shape: 'unknown',
        title: i18n.t('Nobody knows yet whether it went out'),
        help:
          translated(reply.reason) ??
          i18n.t('It is being looked for on the network. If you can see it there, say so here.'),
        acts: ['wentOut', 'didNotGoOut'],
      };
    case 'refused':
    case 'bounced':
      return {
        shape: 'refused',
        title:
          reply.state === 'refused'
            ? i18n.t('The network refused it')
            : i18n.t('It did not reach the author'),
        help:
          translated(reply.reason) ?? i18n.t('Change it and send it again, or reach the author another way.'),
        // What came back had left: there is nothing to take back.
        acts: reply.state === 'refused' ? ['rewrite', 'withdraw'] : ['rewrite'],
      };
    case 'awaiting_approval':
      return { shape: 'waiting', title: i18n.t('Waits for approval'), help: null, acts: ['withdraw'] };
    case 'draft':
      return { shape: 'waiting', title: i18n.t('Draft'), help: null, acts: [] };
    case 'withdrawn':
      return { shape: 'gone', title: i18n.t('Taken back before it left'), help: null, acts: [] };
  }
}

export function actWords(act: DeliveryAct): string {
  switch (act) {
    case 'withdraw':
      return i18n.t('Take it back');
    case 'retry':
      return i18n.t('Try now');
    case 'wentOut':
      return i18n.t('It went out');
    case 'didNotGoOut':
      return i18n.t('It did not; send it again');
    case 'rewrite':
      return i18n.t('Change it');
  }
}
