/** What an author sends by the public form or the private page: kept in one transaction, from where it takes the way of every post. */
import type { FormItem } from '../../channels/form/item.ts';
import type { CleanImage } from '../../outside/image.ts';
import { addCaseLink, type CaseLink, noteWritten } from '../../storage/caseLinks.ts';
import { addCallForm } from '../../storage/complaintCalls.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { keepHowToReach } from '../../storage/howToReach.ts';
import { addRawItems } from '../../storage/inbox.ts';
import { addMedia } from '../../storage/media.ts';
import { openBeside } from '../../storage/privateDoor.ts';

export interface SentForm {
  organisationId: number;
  accountId: string;
  /** Names of this submission: the same when the same is sent again. */
  thread: string;
  token: string;
  pinHash: string | null;
  /** The language of the page, in which its author reads the private page. */
  language: string;
  name: string | null;
  topic: string | null;
  place: string | null;
  unit: string | null;
  text: string;
  howToReach: string | null;
  photos: readonly CleanImage[];
  /** The move by whose public link it was written: it comes into the case of the public conversation. Null: a case of its own. */
  moved: { moveId: string; conversationId: string } | null;
  /** The call for complaints that it answers; left out or null: none. */
  callId?: string | null;
}

/** Keeps a form with its link; when this returns it is safe. What was sent before is kept once: false then. */
export async function takeForm(storage: Storage, sent: SentForm, now: Date): Promise<boolean> {
  const { organisationId, accountId, thread, token, pinHash, language } = sent;
  return storage.inOrganisation(organisationId, async (tx) => {
    const link = {
      token,
      network: 'form',
      thread,
      author: thread,
      accountId,
      language,
      pinHash,
      moveId: sent.moved?.moveId ?? null,
      at: now,
    } as const;
    if (!(await addCaseLink(tx, organisationId, link))) return false;
    // Where the public conversation was erased meanwhile nothing is lost: it becomes a case of its own.
    if (sent.moved !== null)
      await openBeside(tx, organisationId, sent.moved.conversationId, { network: 'form', thread, at: now });
    if (sent.callId != null) await addCallForm(tx, organisationId, sent.callId, thread);
    const { name, topic, place, unit, text } = sent;
    const words = { form: 'first', id: thread, name, topic, place, unit, text } as const;
    await keep(tx, { organisationId, accountId, thread }, words, sent.photos, now);
    if (sent.howToReach !== null) {
      const said = { network: 'form', author: thread, words: sent.howToReach, at: now };
      await keepHowToReach(tx, organisationId, said);
    }
    return true;
  });
}

/** Keeps what the author writes on the private page, and in which language they read it now. `id`: the same when the same is sent again, which then becomes one post. */
export async function writeBack(
  storage: Storage,
  link: CaseLink,
  sent: { id: string; text: string; photos: readonly CleanImage[]; language: string },
  now: Date,
): Promise<void> {
  const words = {
    form: 'more',
    id: sent.id,
    name: null,
    topic: null,
    place: null,
    unit: null,
    text: sent.text,
  } as const;
  await storage.inOrganisation(link.organisationId, async (tx) => {
    await keep(tx, link, words, sent.photos, now);
    await noteWritten(tx, link, sent.language, now);
  });
}

type Words = Omit<FormItem, 'thread' | 'at' | 'language' | 'pictures'>;

async function keep(
  tx: Tenant,
  where: { organisationId: number; accountId: string; thread: string },
  words: Words,
  photos: readonly CleanImage[],
  now: Date,
): Promise<void> {
  const { organisationId, accountId, thread } = where;
  const pictures: FormItem['pictures'] = [];
  for (const [n, photo] of photos.entries()) {
    const address = `form:${words.id}/${n}`;
    await addMedia(tx, organisationId, { ...photo, address, at: now });
    pictures.push({ address, type: photo.type });
  }
  // Of the words nobody said the language: many write their own on an English page.
  const item: FormItem = { ...words, thread, at: now.toISOString(), language: null, pictures };
  await addRawItems(tx, {
    organisationId,
    accountId,
    source: null,
    cursor: null,
    items: [{ key: thread, payload: JSON.stringify(item) }],
    heardAt: now,
  });
}
