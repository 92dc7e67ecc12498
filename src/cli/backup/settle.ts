/** What is done with a restored database before anybody may use it. */
import { eraseAuthorAgain } from '../../desk/authors/eraseAuthor.ts';
import { eraseAgain } from '../../desk/cases/eraseAgain.ts';
import { isNetwork } from '../../domain/network.ts';
import { holdWaitingReplies } from '../../storage/backup/heldReplies.ts';
import { openStorage, type Storage } from '../../storage/database.ts';
import { organisationsThere } from '../../storage/erasures.ts';
import { type ErasureBatch, readErasures } from '../../storage/erasuresFile.ts';
import { promisesOf } from '../../storage/promises.ts';

export interface Settled {
  /** Replies that are looked for on their networks before anything is sent. */
  held: number;
  /** Posts erased once more. */
  erased: number;
  /** Authors erased once more. */
  authors: number;
  /** Lines of the file that are none. */
  unreadable: number;
}

/** Holds the replies that waited, and erases what was erased since the backup. */
export async function settleRestored(
  url: string,
  takenAt: Date,
  erasures: string,
  now: Date,
): Promise<Settled> {
  const storage = openStorage({ url, connections: 2 });
  try {
    const held = await storage.asSystem((tx) => holdWaitingReplies(tx, takenAt, now));
    const settled = { held, erased: 0, authors: 0, unreadable: 0 };
    const there = await organisationsThere(storage.system);
    for await (const batch of readErasures(erasures)) {
      settled.unreadable += batch.unreadable;
      settled.erased += await eraseBatch(storage, batch, there, now);
      settled.authors += await eraseAuthorOf(storage, batch, there, now);
    }
    return settled;
  } finally {
    await storage.close();
  }
}

async function eraseBatch(
  storage: Storage,
  { posts }: ErasureBatch,
  there: ReadonlySet<number>,
  now: Date,
): Promise<number> {
  const organisationId = posts[0]?.organisationId;
  // An organisation that came after the backup has no rows to erase.
  if (organisationId === undefined || !there.has(organisationId)) return 0;
  const erasures = posts.flatMap(({ network, networkId, at }) =>
    isNetwork(network) ? [{ network, networkId, at }] : [],
  );
  return storage.inOrganisation(organisationId, async (tx) => {
    const times = await promisesOf(tx, organisationId);
    return eraseAgain(tx, { organisationId, times, now }, erasures);
  });
}

async function eraseAuthorOf(
  storage: Storage,
  { author }: ErasureBatch,
  there: ReadonlySet<number>,
  now: Date,
): Promise<number> {
  if (author === null || !there.has(author.organisationId)) return 0;
  const { organisationId } = author;
  const erased = await storage.inOrganisation(organisationId, (tx) =>
    eraseAuthorAgain(tx, organisationId, author, now),
  );
  return erased ? 1 : 0;
}
