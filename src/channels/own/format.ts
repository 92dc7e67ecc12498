/** The written format of "Your own", version 1 (docs/guides/your-own-channel.md): what an item may hold, and what is wrong with one. Pure. */
import { type Dictionary, dictionaries, dictionary, instant, storable, text } from '../reading.ts';

export const version = 1;
export const mostItems = 100;

/** Names that an item may have; what has another name (coordinates, say) is not kept. */
const names = [
  'id',
  'thread',
  'answers',
  'author',
  'text',
  'at',
  'language',
  'media',
  'place',
  'public',
  'edited',
  'deleted',
  'reply',
  'status',
  'reason',
] as const;

/** The item with what the format knows, and nothing else; what is no item stays as it is. */
export function known(item: unknown): unknown {
  const read = dictionary(item);
  if (read === null) return item;
  const kept = Object.fromEntries(
    names.flatMap((name) => (read[name] === undefined ? [] : [[name, read[name]]])),
  );
  // A place is words: anything else might be coordinates.
  return typeof kept.place === 'string' || kept.place === undefined ? kept : { ...kept, place: undefined };
}

export interface ReadPost {
  kind: 'post';
  id: string;
  thread: string;
  answers: string | null;
  author: { id: string; name: string | null };
  text: string;
  at: Date;
  language: string | null;
  media: { address: string; type: string | null; alt: string | null }[];
  place: string | null;
  isPublic: boolean;
  /** When its author changed it; null for what was not changed. */
  editedAt: Date | null;
}

export type ReadItem =
  | ReadPost
  | { kind: 'deleted'; id: string; at: Date }
  | { kind: 'status'; reply: string; status: 'delivered' | 'failed'; at: Date; reason: string | null }
  /** `sentence` says what is wrong and how to mend it. */
  | { kind: 'wrong'; code: string; sentence: string; id: string | null };

const mostText = 100_000;
const mostMedia = 10;

/** Reads one item, whatever it is. */
export function readItem(item: unknown): ReadItem {
  const read = dictionary(item);
  if (read === null) return wrong('item_invalid', 'An item is an object with id, author, text and at.', null);
  const id = idIn(read.id);
  if (read.reply !== undefined) return readStatus(read);
  if (id === null) return wrong('id_invalid', '"id" must be a text of 1 to 300 characters.', null);
  if (read.deleted !== undefined) {
    const at = instant(read.deleted);
    return at === null
      ? wrong(
          'deleted_invalid',
          '"deleted" must be the instant of the deletion, as 2031-01-06T08:00:00Z.',
          id,
        )
      : { kind: 'deleted', id, at };
  }
  return readPost(read, id);
}

const wrong = (code: string, sentence: string, id: string | null): ReadItem => ({
  kind: 'wrong',
  code,
  sentence,
  id,
});

function readPost(read: Dictionary, id: string): ReadItem {
  const author = idIn(dictionary(read.author)?.id);
  const words = text(read.text);
  const at = instant(read.at);
  const thread = read.thread === undefined ? id : idIn(read.thread);
  if (author === null)
    return wrong('author_invalid', '"author" must hold an "id" of 1 to 300 characters.', id);
  if (words === null || words.length > mostText)
    return wrong('text_invalid', `"text" must be a text of at most ${mostText} characters.`, id);
  if (at === null || !hasZone(read.at))
    return wrong('at_invalid', '"at" must be an instant with its zone, as 2031-01-06T08:00:00Z.', id);
  if (thread === null)
    return wrong('thread_invalid', '"thread" must be a text of 1 to 300 characters, or left out.', id);
  const editedAt = read.edited === undefined ? null : instant(read.edited);
  if (read.edited !== undefined && editedAt === null)
    return wrong(
      'edited_invalid',
      '"edited" must be the instant of the change, as 2031-01-06T08:00:00Z.',
      id,
    );
  const name = storable(text(dictionary(read.author)?.name) ?? '')
    .trim()
    .slice(0, 200)
    .toWellFormed();
  const place = storable(text(read.place) ?? '')
    .trim()
    .slice(0, 300)
    .toWellFormed();
  return {
    kind: 'post',
    id,
    thread,
    answers: idIn(read.answers),
    author: { id: author, name: name === '' ? null : name },
    text: storable(words),
    at,
    language: languageIn(read.language),
    media: mediaIn(read.media),
    place: place === '' ? null : place,
    isPublic: read.public === true,
    editedAt,
  };
}

function readStatus(read: Dictionary): ReadItem {
  const reply = idIn(read.reply);
  const at = instant(read.at);
  const { status } = read;
  if (reply === null || at === null || (status !== 'delivered' && status !== 'failed'))
    return wrong(
      'status_invalid',
      'News of a reply holds "reply" (our id), "status" (delivered or failed) and "at".',
      null,
    );
  const reason = storable(text(read.reason) ?? '')
    .slice(0, 300)
    .toWellFormed();
  return { kind: 'status', reply, status, at, reason: status === 'failed' ? reason || noReason : null };
}

const noReason = 'It was not delivered, and your system did not say why. Look there.';

/** An id as it may be kept; null for what is none. */
function idIn(value: unknown): string | null {
  return typeof value === 'string' && value.length > 0 && value.length <= 300 ? storable(value) : null;
}

const hasZone = (value: unknown): boolean => typeof value === 'string' && /(Z|[+-]\d\d:?\d\d)$/.test(value);

function languageIn(value: unknown): string | null {
  return typeof value === 'string' && /^[a-z]{2,3}$/.test(value) ? value : null;
}

function mediaIn(value: unknown): ReadPost['media'] {
  return dictionaries(value)
    .slice(0, mostMedia)
    .flatMap((one) => {
      const address = text(one.address) ?? '';
      if (!/^https?:\/\//.test(address) || address.length > 2_000 || !URL.canParse(address)) return [];
      const [type, alt] = [text(one.type), text(one.alt)];
      return [
        {
          address: storable(address),
          type: type === null ? null : storable(type).slice(0, 100).toWellFormed(),
          alt: alt === null ? null : storable(alt).slice(0, 2_000).toWellFormed(),
        },
      ];
    });
}
