/** The events of the X Activity API, cut so that each is one raw item. */
import type { AccountAccess, RawItem } from '../channel.ts';
import { type Dictionary, dictionaries, dictionary, text } from '../reading.ts';
import { normalise } from './normalise.ts';
import { itemsOf } from './payload.ts';
import type { Read } from './reading.ts';

export interface Told {
  /** By this X and we know that it is the same event. */
  id: string;
  type: string | null;
  event: Dictionary;
}

/** What a request or a line brings: one event or several; several messages of one event are told apart. */
export function eventsIn(body: Dictionary): Told[] {
  const datas = Array.isArray(body.data) ? dictionaries(body.data) : dictionaries([body.data]);
  return datas.flatMap((data) => {
    const id = text(data.event_uuid) ?? text(data.id) ?? '';
    const type = text(data.event_type);
    const payload = dictionary(data.payload);
    const messages = dictionaries(payload?.direct_message_events);
    if (messages.length < 2) return [{ id, type, event: { data } }];
    return messages.map((message, at) => ({
      id: at === 0 ? id : `${id} ${at}`,
      type,
      event: { data: { ...data, payload: { ...payload, direct_message_events: [message] } } },
    }));
  });
}

/** False for what this account is not to hear: a member's own account may be heard in private only, or in public only. */
export function heardHere(event: Dictionary, { hearsPublic, hearsDirect }: AccountAccess): boolean {
  const type = text(dictionary(event.data)?.event_type) ?? '';
  const isDirect = /^(dm|chat)\./.test(type);
  return isDirect ? hearsDirect !== false : hearsPublic !== false || type === 'oauth.revoke';
}

/** The raw item, under its thread. */
export function itemOfEvent({ id, event }: Told, account: AccountAccess, now: Date): Read {
  const payload = { form: 'event', event, at: now.toISOString() };
  const heard = normalise(payload, account);
  return { id: heard.kind === 'post' ? heard.post.networkId : '', item: { key: keyOf(heard, id), payload } };
}

function keyOf(heard: ReturnType<typeof normalise>, id: string): string {
  if (heard.kind === 'post') return heard.post.thread;
  if (heard.kind === 'deleted') return heard.networkId;
  return id === '' ? 'event' : id;
}

/** A post that the filtered stream sends to a webhook instead; null for anything else. */
export function filteredPost(body: Dictionary): RawItem | null {
  const data = dictionary(body.data);
  if (data === null || 'event_type' in data || text(data.author_id) === null) return null;
  return itemsOf(body, 'watched')[0]?.item ?? null;
}
