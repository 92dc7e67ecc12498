import type { AnnouncementView } from '../../../src/api/contract.ts';
import type { Attached } from '../case/composer/writing.ts';
import type { DeliveryAct } from '../case/delivery.ts';
import { newReplyId } from '../server/replyId.ts';

/** An announcement that is being written. It has its id from the first letter on, so that one sent twice on a bad line is one. */
export interface Announcement {
  replyId: string;
  /** Null: the first account that can. */
  accountId: string | null;
  text: string;
  attachments: readonly Attached[];
}

export const blank = (accountId: string | null = null): Announcement => ({
  replyId: newReplyId(),
  accountId,
  text: '',
  attachments: [],
});

export const isBlank = ({ text, attachments }: Announcement) =>
  text.trim() === '' && attachments.length === 0;

/** The words of one that did not go out, to be changed and sent as another. */
export const again = ({ text, attachments, accountId }: AnnouncementView): Announcement => ({
  ...blank(accountId),
  text,
  attachments,
});

/** What can be done with an announcement. Unlike an answer, a refused one can be tried as it is. */
export function actsOf({ state }: Pick<AnnouncementView, 'state'>): readonly DeliveryAct[] {
  switch (state) {
    case 'queued':
    case 'awaiting_approval':
      return ['withdraw'];
    case 'later':
      return ['retry', 'withdraw'];
    case 'refused':
    case 'bounced':
    case 'draft':
      return ['retry', 'rewrite', 'withdraw'];
    case 'unknown':
      return ['wentOut', 'didNotGoOut'];
    case 'sending':
    case 'sent':
    case 'withdrawn':
      return [];
  }
}
