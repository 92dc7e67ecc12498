/** Lists what a mailbox has since an instant, so that what is missing here can be taken in. */
import type { AccountAccess, ChannelTools, HeardFile, RawItem } from '../channel.ts';
import { pieces } from '../polling.ts';
import { imapServer } from './access.ts';
import { type Fetched, fetchMetas, mailItem, messageIdOf, readMails } from './fetching.ts';
import { imapFault, type OpenFolder, openFolder } from './mailbox.ts';
import { normalise } from './normalise.ts';
import { readHeadOnly } from './parts.ts';
import { since as receivedSince } from './stream.ts';

type Mailbox = Fetched & { box: OpenFolder };
type Listed = { networkId: string | null; item: RawItem; files?: readonly HeardFile[] };

const perPiece = 50;

/**
 * Every mail of the last days by its Message-ID. Of those that are here already only the head is fetched. Throws Fault when the mailbox cannot be read:
 * a sweep is whole or it is none.
 */
export async function* reconcile(
  tools: Pick<ChannelTools, 'now'>,
  account: AccountAccess,
  since: Date,
  signal: AbortSignal,
): AsyncGenerator<Listed[]> {
  const box = await openFolder(account, 'inbox', signal);
  if (box === null) return;
  try {
    for (const uids of pieces(await receivedSince(box, since), perPiece)) {
      if (signal.aborted) return;
      const from = { box, account, at: tools.now() };
      const missing = await missingOf(from, uids);
      if (missing.length > 0) yield await listed(from, missing);
    }
  } catch (error) {
    throw imapFault(error, imapServer(account));
  } finally {
    box.client.close();
  }
}

/** Those of which we have no post, without what would make none: what we would ignore, we do not miss. */
async function missingOf(from: Mailbox, uids: readonly number[]): Promise<number[]> {
  const { box, account } = from;
  const metas = await fetchMetas(box, uids, 'head');
  const ids = await Promise.all(metas.map(messageIdOf));
  const known = (await account.knows?.(ids)) ?? new Set<string>();
  const missing: number[] = [];
  for (const [at, meta] of metas.entries()) {
    if (known.has(ids[at] ?? '')) continue;
    const { item } = mailItem(from, meta, await readHeadOnly(meta));
    if (normalise(item.payload, account).kind === 'post') missing.push(meta.uid);
  }
  return missing;
}

async function listed(from: Mailbox, uids: readonly number[]): Promise<Listed[]> {
  const { box, account } = from;
  const found: Listed[] = [];
  for await (const { messageId, item, files } of readMails(
    from,
    await fetchMetas(box, uids, 'whole'),
    () => 'whole',
  )) {
    if (normalise(item.payload, account).kind === 'post') found.push({ networkId: messageId, item, files });
  }
  return found;
}
