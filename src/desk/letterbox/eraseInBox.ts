/** What the house erased is erased in a letterbox of it too, whoever can read that; and what the house has is not erased in a letterbox alone. */
import { Fault } from '../../domain/fault.ts';
import { casesById } from '../../storage/caseReads.ts';
import type { Storage } from '../../storage/database.ts';
import { keyOfTheErased, printOf } from '../../storage/erasedNames.ts';
import { conversationsOfIdentities, postsOfConversations } from '../../storage/erasing.ts';
import { findPosts } from '../../storage/intake.ts';
import { type DueInLetterbox, namesInBox, printsSince } from '../../storage/letterboxErasures.ts';
import { authorOfCase } from '../authors/authorOfCase.ts';
import { eraseAuthorAgain } from '../authors/eraseAuthor.ts';

/** Erases there whom the house erased, known by the same keyed prints, by their name on the network or their handle. Throws Fault `reply_left` while an answer to them is just leaving. */
export async function eraseInBox(storage: Storage, due: DueInLetterbox, now: Date): Promise<void> {
  const { boxId, houseId, erasureId, at } = due;
  const prints = await printsSince(storage.system, due);
  const key = await storage.inOrganisation(houseId, (tx) => keyOfTheErased(tx, houseId));
  if (key === null) return;
  const people = new Set(
    prints.flatMap(({ print, until }) => (until === null ? [] : [print.toString('hex')])),
  );
  const isErased = (network: string, name: string) =>
    people.has(printOf(key, 'author', network, name).toString('hex'));
  await storage.inOrganisation(boxId, async (tx) => {
    const theirs = (await namesInBox(tx, boxId)).filter(
      ({ network, networkId, handle }) =>
        isErased(network, networkId) || isErased(network, handle.toLowerCase()),
    );
    const told = {
      id: erasureId,
      at,
      by: null,
      caseNumber: 0,
      identities: theirs.map(({ id }) => id),
      prints,
    };
    await eraseAuthorAgain(tx, boxId, told, now);
  });
}

/** Throws Fault `input_invalid` where the house has something of the author of a case of a letterbox: it is erased there, and here with it. */
export async function mustNotBeInHouse(
  storage: Storage,
  { boxId, houseId }: { boxId: number; houseId: number },
  caseId: string,
): Promise<void> {
  const names = await storage.inOrganisation(boxId, async (tx) => {
    const { identities } = await authorOfCase(tx, boxId, caseId);
    const conversations = await conversationsOfIdentities(
      tx,
      boxId,
      identities.map(({ id }) => id),
    );
    return postsOfConversations(
      tx,
      boxId,
      conversations.map(({ id }) => id),
    );
  });
  await storage.inOrganisation(houseId, async (tx) => {
    const found = await findPosts(tx, houseId, names);
    const [one] = await casesById(tx, houseId, [...new Set(found.flatMap((post) => post.caseId ?? []))]);
    if (one === undefined) return;
    throw new Fault(
      'input_invalid',
      `The desk has what you handed over of this author: case ${one.number}. Have it erased there, by a supervisor or an admin. What you have goes with it.`,
    );
  });
}
