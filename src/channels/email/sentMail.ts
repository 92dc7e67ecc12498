/** The folder of sent mail: where our own mails are put, and where a doubtful one is looked for. */
import type { ImapFlow } from 'imapflow';
import type { AccountAccess, ChannelTools, Found, ReplyToSend } from '../channel.ts';
import { imapServer } from './access.ts';
import { connect, imapFault, sentFolder } from './mailbox.ts';
import { sentHandle } from './message.ts';

/** For the whole visit: a sender must report before its lease ends. */
const longestVisit = 12_000;

/** Puts a copy there, unless the server did so by itself. The mail has gone out by then: that this fails is noted and changes nothing. */
export async function keepSent(
  tools: ChannelTools,
  account: AccountAccess,
  messageId: string,
  source: Buffer,
): Promise<void> {
  if (account.settings.sent === 'no') return;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), longestVisit);
  try {
    await inSent(account, late.signal, async (client, path) => {
      if ((await findIn(client, messageId)) === null) await client.append(path, source, ['\\Seen']);
    });
  } catch (error) {
    tools.log('sent_copy_not_kept', {
      account: account.accountId,
      reason: error instanceof Error ? error.message : String(error),
    });
  } finally {
    clearTimeout(timer);
  }
}

const notToBeSaid = (messageId: string): string =>
  `The mail server cannot say whether it took the mail. Look for the Message-ID ${messageId} there, or ask the author, then say whether it went out.`;

/**
 * Looks for our Message-ID there. What is there went out, since it is put there afterwards; what is not there may have gone out all the same.
 * Throws Fault `network_unreachable` when the mailbox cannot be asked.
 */
export async function findSent(account: AccountAccess, reply: ReplyToSend): Promise<Found> {
  const to = reply.to?.handle.to ?? reply.to?.by.networkId ?? '';
  const messageId = reply.networkKey;
  const at = await inSent(account, AbortSignal.timeout(longestVisit), (client) => findIn(client, messageId));
  if (at === null) return { kind: 'uncertain', reason: notToBeSaid(messageId) };
  return { kind: 'there', networkId: messageId, at, handle: sentHandle(reply, to) };
}

/** Works in the folder of sent mail; null where there is none. */
async function inSent<T>(
  account: AccountAccess,
  signal: AbortSignal,
  work: (client: ImapFlow, path: string) => Promise<T>,
): Promise<T | null> {
  const server = imapServer(account);
  const client = await connect(server, signal);
  try {
    const path = await sentFolder(client);
    if (path === null) return null;
    await client.mailboxOpen(path);
    return await work(client, path);
  } catch (error) {
    throw imapFault(error, server);
  } finally {
    client.close();
  }
}

/** When the mail with this Message-ID was put there; null where there is none. */
async function findIn(client: ImapFlow, messageId: string): Promise<Date | null> {
  const found = await client.search({ header: { 'message-id': messageId } }, { uid: true });
  const uid = Array.isArray(found) ? found.at(-1) : undefined;
  if (uid === undefined) return null;
  const mail = await client.fetchOne(String(uid), { internalDate: true }, { uid: true });
  return mail === false ? null : new Date(mail.internalDate ?? 0);
}
