/** The raw items of this channel: one for each message, status or other change that a request brings. Nothing in them is believed. */
import type { RawItem } from '../channel.ts';
import { type Dictionary, dictionaries, dictionary, text } from '../reading.ts';

/** A file that came with a message and is kept under `address`. */
export interface KeptFile {
  id: string;
  address: string;
  name: string;
  type: string;
  bytes: number;
}

/** A message as it is kept. `left`: sentences on what could not be fetched, by the network's id of the file. */
export interface MessageItem {
  form: 'message' | 'echo';
  /** The id of our number. */
  phone: string;
  /** Our number as people see it. */
  number: string | null;
  name: string | null;
  message: Dictionary;
  files: KeptFile[];
  left: Record<string, string>;
}

/** Kinds of message that carry a file. */
export const mediaKinds = ['image', 'video', 'audio', 'document', 'sticker'] as const;

/** What a request holds, once its signature is right. Null where it is no request of WhatsApp's. `us`: the id of our number. */
export function itemsOf(body: unknown, us: string): RawItem[] | null {
  const read = dictionary(body);
  if (read?.object !== 'whatsapp_business_account' || !Array.isArray(read.entry)) return null;
  return dictionaries(read.entry).flatMap((entry) =>
    dictionaries(entry.changes).flatMap((change) => itemsOfChange(change, us)),
  );
}

function itemsOfChange(change: Dictionary, us: string): RawItem[] {
  const value = dictionary(change.value) ?? {};
  const metadata = dictionary(value.metadata);
  const phone = text(metadata?.phone_number_id);
  // Of what was written to another number no words are kept.
  if (phone !== null && phone !== us) return [{ key: phone, payload: { form: 'elsewhere', phone } }];
  const about = { phone: phone ?? us, number: text(metadata?.display_phone_number) };
  const items = [
    ...dictionaries(value.messages).map((one) => messageItem('message', one, value, about)),
    ...dictionaries(value.message_echoes).map((one) => messageItem('echo', one, value, about)),
    ...dictionaries(value.statuses).map((status) => ({
      key: text(status.recipient_id) ?? 'status',
      payload: { form: 'status', phone: about.phone, status },
    })),
  ];
  if (items.length > 0) return items;
  return [
    { key: 'account', payload: { form: 'change', phone: about.phone, field: text(change.field), value } },
  ];
}

function messageItem(
  form: MessageItem['form'],
  message: Dictionary,
  value: Dictionary,
  about: Pick<MessageItem, 'phone' | 'number'>,
): RawItem {
  const person = text(form === 'echo' ? message.to : message.from) ?? text(message.from_user_id) ?? '';
  const contact = dictionaries(value.contacts).find(({ wa_id, user_id }) =>
    [wa_id, user_id].includes(person),
  );
  const name = text(dictionary(contact?.profile)?.name);
  const payload: MessageItem = { form, ...about, name, message: withoutPlace(message), files: [], left: {} };
  return { key: person === '' ? 'message' : person, payload };
}

/** Coordinates are never kept, nor a link that holds them. */
function withoutPlace(message: Dictionary): Dictionary {
  const place = dictionary(message.location);
  if (place === null) return message;
  const { latitude: _latitude, longitude: _longitude, url: _url, ...words } = place;
  return { ...message, location: words };
}

/** The file that a message, or the message inside an edit, names; null where there is none. */
export function fileOf(message: Dictionary): { id: string; name: string; type: string } | null {
  const inner = dictionary(dictionary(message.edit)?.message) ?? message;
  for (const kind of mediaKinds) {
    const file = dictionary(inner[kind]);
    const id = text(file?.id);
    if (id !== null) return { id, name: text(file?.filename) ?? '', type: text(file?.mime_type) ?? '' };
  }
  return null;
}

/** The kept files of a raw item that is read again. */
export function readFiles(value: unknown): MessageItem['files'] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    const file = dictionary(one);
    const [id, address, name, type] = [file?.id, file?.address, file?.name, file?.type].map(text);
    const bytes = Number(file?.bytes);
    return id == null || address == null || name == null || type == null || !Number.isFinite(bytes)
      ? []
      : [{ id, address, name, type, bytes }];
  });
}
