/** Writes to a member of the house: an alert, or the digest. It says of itself that a program wrote it, so that nothing answers it (RFC 3834). */
import type { AccountAccess, ChannelTools, MemberLetter, Outcome } from '../channel.ts';
import { smtpServer } from './access.ts';
import { outcomeOf } from './send.ts';
import { submit } from './submission.ts';
import { domainOf } from './tokens.ts';

/** Hands it to the mail server once. */
export async function writeToMember(
  tools: Pick<ChannelTools, 'now'>,
  account: AccountAccess,
  letter: MemberLetter,
): Promise<Outcome> {
  const networkKey = `<alert.${letter.id}@${domainOf(account.networkId)}>`;
  const server = smtpServer(account);
  const source = await written(account, letter, networkKey);
  const submitted = await submit(server, { from: account.networkId, to: letter.to, source });
  if (submitted.kind === 'accepted')
    return { kind: 'sent', networkId: networkKey, at: tools.now(), handle: {} };
  return outcomeOf(submitted, server, { networkKey, firstAttemptAt: letter.at }, tools.now());
}

async function written(account: AccountAccess, letter: MemberLetter, messageId: string): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const name = account.settings.name ?? '';
  const composed = new MailComposer({
    from: name === '' ? account.networkId : { name, address: account.networkId },
    to: letter.to,
    subject: letter.subject,
    messageId,
    date: letter.at,
    text: letter.text,
    ...(letter.html === null ? {} : { html: letter.html }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composed.compile().build();
}
