/** Writes the mail that a reply becomes. The same reply gives the same mail, so that a second attempt says nothing else. */
import type { AccountAccess, ReplyToSend } from '../channel.ts';
import { plusKey } from './access.ts';
import { isMade } from './normalise.ts';
import { plusAddress } from './tokens.ts';

export interface Letter {
  /** The author, and nobody else. */
  to: string;
  /** Where bounces go: the plus-address, or our address. */
  from: string;
  source: Buffer;
}

const answer = /^(re|aw|sv|antw|ref|res)\s*:/i;
const endings: Record<string, string | undefined> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** The whole mail. `to` must be known (see `mayReply`). */
export async function writeMail(account: AccountAccess, reply: ReplyToSend, to: string): Promise<Letter> {
  const key = plusKey(account);
  const plus = key === null ? null : plusAddress(account.networkId, key, reply.networkKey);
  const name = account.settings.name ?? '';
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const composed = new MailComposer({
    from: name === '' ? account.networkId : { name, address: account.networkId },
    to,
    subject: subjectOf(reply),
    messageId: reply.networkKey,
    date: reply.firstAttemptAt,
    text: textOf(reply),
    attachments: attachmentsOf(reply),
    ...(plus === null ? {} : { replyTo: plus }),
    ...answered(reply),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { to, from: plus ?? account.networkId, source: await composed.compile().build() };
}

function subjectOf(reply: ReplyToSend): string {
  const subject = reply.to?.handle.subject?.trim() ?? '';
  if (subject === '') return 'Re: your message';
  return answer.test(subject) ? subject : `Re: ${subject}`;
}

/** What it answers, by ids that the author's mail program knows. */
function answered(reply: ReplyToSend): { inReplyTo?: string; references?: string[] } {
  const references = (reply.to?.handle.references ?? '').split(' ').filter((id) => id !== '');
  const parent = reply.to?.networkId;
  return {
    ...(parent === undefined || isMade(parent) ? {} : { inReplyTo: parent }),
    ...(references.length === 0 ? {} : { references }),
  };
}

/** The words, and below them those for who cannot see the pictures. */
function textOf(reply: ReplyToSend): string {
  const pictures = reply.attachments.map(({ alt }, at) => `[Picture ${at + 1}: ${alt}]`);
  return pictures.length === 0 ? reply.text : `${reply.text}\n\n${pictures.join('\n')}`.trimStart();
}

function attachmentsOf(reply: ReplyToSend) {
  return reply.attachments.map(({ type, bytes }, at) => ({
    filename: `picture-${at + 1}.${endings[type] ?? 'bin'}`,
    contentType: type,
    content: Buffer.from(bytes),
  }));
}

/** What a later answer to this mail of ours needs. */
export function sentHandle(reply: ReplyToSend, to: string): Record<string, string> {
  const before = (reply.to?.handle.references ?? '').split(' ').filter((id) => id !== '');
  return { to, subject: reply.to?.handle.subject ?? '', references: [...before, reply.networkKey].join(' ') };
}
