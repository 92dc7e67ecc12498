/** Raw item -> post, deletion, news of a message of ours, or the reason why it is none of them. Pure. */
import type { DeliveryStatus } from '../../domain/delivery.ts';
import type { Heard, HeardPost, Media } from '../../domain/post.ts';
import { type Dictionary, dictionaries, dictionary, storable, text } from '../reading.ts';
import { meaningOf } from './meanings.ts';
import { fileOf, type KeptFile, readFiles } from './payload.ts';
import { type Said, wordsOf } from './words.ts';

interface Us {
  networkId: string;
}

const unreadable = (reason: string, networkId?: string): Heard => ({
  kind: 'unreadable',
  reason,
  ...(networkId === undefined ? {} : { networkId }),
});
const ignored = (reason: string): Heard => ({ kind: 'ignored', reason });

/** Reads one raw item; strange input is `unreadable`, never a throw. */
export function normalise(payload: unknown, us: Us): Heard {
  const item = dictionary(payload);
  const form = text(item?.form);
  if (item === null || form === null) return unreadable('This is no item of the WhatsApp channel.');
  // While an account is set up nobody knows its id yet.
  const isOther = us.networkId !== '' && (text(item.phone) ?? us.networkId) !== us.networkId;
  if (form === 'elsewhere' || isOther)
    return ignored('It was written to another number of the organisation.');
  if (form === 'status') return ofStatus(dictionary(item.status) ?? {});
  if (form === 'change') return ofChange(item);
  if (form === 'message' || form === 'echo') return ofMessage(item, form === 'echo', us);
  return unreadable('This is no item of the WhatsApp channel.');
}

/** Changes that concern the account and not the people who write to it. */
const ofTheAccount =
  /^(account_|business_|message_template_|phone_number_|template_|user_preferences|payment_|security|flows|history|smb_|partner_|tracking_)/;

function ofChange(item: Dictionary): Heard {
  const field = text(item.field) ?? '';
  if (/^group_/.test(field)) return ignored('It is about a group. Groups are not read.');
  if (field === 'calls') return ignored('It is a call on WhatsApp. Calls are not taken here.');
  if (ofTheAccount.test(field)) return ignored(`It is about our account itself (${storable(field)}).`);
  if (field === 'messages' && dictionaries(dictionary(item.value)?.errors).length > 0)
    return ignored('WhatsApp tells of an error of its own.');
  return unreadable(
    `WhatsApp sent a change that this version does not know (${storable(field).slice(0, 60)}).`,
  );
}

const statuses: ReadonlyMap<string, DeliveryStatus> = new Map([
  // With Meta, and still on its way to the telephone.
  ['sent', 'delayed'],
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['played', 'delivered'],
  ['failed', 'failed'],
]);

function ofStatus(status: Dictionary): Heard {
  const id = text(status.id);
  const at = secondsOf(status.timestamp);
  if (id === null || id === '' || at === null) return unreadable('The status names no message and time.');
  const news = statuses.get(text(status.status) ?? '');
  if (news === undefined) return ignored('It is a status that changes nothing.');
  const key = text(status.biz_opaque_callback_data);
  return {
    kind: 'delivery',
    network: 'whatsapp',
    networkId: storable(id),
    status: news,
    at,
    reason: news === 'failed' ? whyFailed(status) : null,
    ...(key === null || key === '' ? {} : { key: storable(key) }),
  };
}

function whyFailed(status: Dictionary): string {
  const [error] = dictionaries(status.errors);
  const details = text(dictionary(error?.error_data)?.details) ?? text(error?.title) ?? '';
  const code = typeof error?.code === 'number' ? error.code : 0;
  return storable(meaningOf(code, details).reason);
}

function ofMessage(item: Dictionary, isEcho: boolean, us: Us): Heard {
  const message = dictionary(item.message) ?? {};
  const id = text(message.id) ?? '';
  const at = secondsOf(message.timestamp);
  const person = text(isEcho ? message.to : message.from) ?? text(message.from_user_id) ?? '';
  if (id === '' || at === null || person === '')
    return unreadable(
      'The message does not say who wrote it, and when.',
      id === '' ? undefined : storable(id),
    );
  if (text(message.group_id) !== null) return ignored('It was written in a group. Groups are not read.');
  const kind = text(message.type);
  if (kind === 'request_welcome') return ignored('Somebody opened the conversation and wrote nothing yet.');
  if (kind === 'revoke') return ofRevoke(message, at);
  const inner = dictionary(dictionary(message.edit)?.message);
  const edited: Dictionary | null =
    kind === 'edit' && inner !== null ? { ...inner, from: message.from, id: originalOf(message.edit) } : null;
  if (kind === 'edit' && text(edited?.id) === null) return unreadable('The edit names no message.');
  const standing: Dictionary = edited ?? message;
  const said = wordsOf(standing);
  if (said === null)
    return unreadable(
      `This version does not know messages of this kind (${storable(kind ?? '')}).`,
      storable(id),
    );
  const written: Written = { item, message: standing, said, at, person, isEcho, isEdit: edited !== null };
  return text(standing.type) === 'reaction'
    ? ofReaction(written, us)
    : { kind: 'post', post: postOf(written, us) };
}

const originalOf = (value: unknown): string | null => text(dictionary(value)?.original_message_id);

function ofRevoke(message: Dictionary, at: Date): Heard {
  const networkId = originalOf(message.revoke);
  if (networkId === null || networkId === '') return unreadable('The deletion names no message.');
  return { kind: 'deleted', network: 'whatsapp', networkId: storable(networkId), at };
}

interface Written {
  item: Dictionary;
  message: Dictionary;
  said: Said;
  at: Date;
  person: string;
  isEcho: boolean;
  isEdit: boolean;
}

/** A person has one reaction to a message: another one changes it, an empty one takes it back. */
function ofReaction(written: Written, us: Us): Heard {
  const to = text(dictionary(written.message.reaction)?.message_id) ?? '';
  if (to === '') return unreadable('The reaction names no message.');
  const by = written.isEcho ? us.networkId : written.person;
  const networkId = storable(`${to}/reaction/${by}`);
  if (written.said.text === '') return { kind: 'deleted', network: 'whatsapp', networkId, at: written.at };
  const post = postOf(written, us);
  return {
    kind: 'post',
    post: { ...post, networkId, parentNetworkId: storable(to), revision: revisionOf(written.at) },
  };
}

const revisionOf = (at: Date): string => String(Math.floor(at.getTime() / 1000)).padStart(12, '0');

function postOf(written: Written, us: Us): HeardPost {
  const { item, message, said, at, person, isEcho, isEdit } = written;
  const from = storable(person);
  const number = text(item.number);
  const name = storable(text(item.name) ?? '')
    .trim()
    .slice(0, 200)
    .toWellFormed();
  const parent = text(dictionary(message.context)?.id);
  return {
    network: 'whatsapp',
    networkId: storable(text(message.id) ?? ''),
    thread: `${us.networkId}/${from}`,
    parentNetworkId: parent === null || parent === '' ? null : storable(parent),
    quotedNetworkId: null,
    direction: isEcho ? 'house' : 'inbound',
    visibility: 'direct',
    hearing: isEcho ? 'own' : 'direct',
    by: isEcho
      ? { networkId: us.networkId, handle: number === null ? us.networkId : shown(number), name: null }
      : { networkId: from, handle: shown(from), name: name === '' ? null : name },
    conversationWith: from,
    text: said.text,
    language: null,
    media: mediaOf(item, message, said),
    at,
    revision: isEdit ? revisionOf(at) : '0',
    ...(isEdit ? { edited: true as const } : {}),
    ...(text(message.type) === 'system' ? { automatic: true as const } : {}),
    reach: null,
    // An edit opens no window: it comes within a quarter of an hour after what opened it.
    handle: isEcho ? {} : handleOf(message, from, isEdit ? new Date(at.getTime() - 900_000) : at),
    institution: null,
    ...(said.place === null ? {} : { stated: { home: null, field: said.place } }),
  };
}

/** A telephone number as people write it; what is none stays as it is. */
const shown = (person: string): string => (/^\d+$/.test(person) ? `+${person}` : storable(person));

/** What an answer needs: the number, the message it quotes, and since when 24 hours are counted. */
function handleOf(message: Dictionary, person: string, at: Date): Record<string, string> {
  const id = text(message.id);
  // Someone who is known by a user name alone has no number that we could write to.
  const to: Record<string, string> = text(message.from) === null ? {} : { to: person };
  return { ...to, at: at.toISOString(), ...(id === null ? {} : { id: storable(id) }) };
}

function mediaOf(item: Dictionary, message: Dictionary, said: Said): Media[] {
  const wanted = fileOf(message);
  const kept = wanted === null ? [] : readFiles(item.files).filter((file) => file.id === wanted.id);
  const left = wanted === null || kept.length > 0 ? [] : [leftOut(item, wanted.id)];
  const notes = [...left, ...said.notes].map(
    (sentence): Media => ({ kind: 'other', address: '', alt: sentence, type: null }),
  );
  return [...kept.map(keptMedia), ...notes];
}

function leftOut(item: Dictionary, id: string): string {
  return storable(text(dictionary(item.left)?.[id]) ?? 'A file came along that is not kept here.');
}

function keptMedia({ address, name, type, bytes }: KeptFile): Media {
  const kind = type.startsWith('image/') && type !== 'image/svg+xml' ? 'image' : 'other';
  return {
    kind,
    address: storable(address),
    alt: null,
    type: storable(type),
    file: { name: storable(name), bytes },
  };
}

/** Seconds since 1970, as text or number; null for what is no time between 1970 and 9999. */
function secondsOf(value: unknown): Date | null {
  const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds < 253_402_300_800)) return null;
  return new Date(Math.floor(seconds) * 1000);
}
