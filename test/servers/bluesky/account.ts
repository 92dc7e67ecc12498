import type { BlueskyAddresses } from '../startBluesky.ts';

export interface Written {
  uri: string;
  cid: string;
}

export interface ToWrite {
  mentions?: BlueskyAccount[];
  replyTo?: { parent: Written; root?: Written };
  quote?: Written;
  images?: { bytes: Uint8Array; type: string; alt: string }[];
  language?: string;
  rkey?: string;
  createdAt?: string;
}

type Json = Record<string, unknown>;

/** An account on the test network, driven by hand: the stranger who complains, the house that is watched. */
export class BlueskyAccount {
  readonly did: string;
  readonly handle: string;
  readonly password: string;
  readonly #addresses: BlueskyAddresses;
  readonly #token: string;

  constructor(
    addresses: BlueskyAddresses,
    made: { did: string; handle: string; password: string; accessJwt: string },
  ) {
    this.#addresses = addresses;
    this.#token = made.accessJwt;
    this.did = made.did;
    this.handle = made.handle;
    this.password = made.password;
  }

  /** Calls any method of the network as this account; throws with the network's own words. */
  async call(method: string, input: Json | Uint8Array | null, options: CallOptions = {}): Promise<Json> {
    const url = new URL(`/xrpc/${method}`, this.#addresses.pdsDirect);
    for (const [name, value] of Object.entries(options.query ?? {}))
      url.searchParams.append(name, String(value));
    const headers: Record<string, string> = { authorization: `Bearer ${this.#token}` };
    if (options.chat) headers['atproto-proxy'] = `${this.#addresses.chat.did}#bsky_chat`;
    if (input !== null) headers['content-type'] = options.type ?? 'application/json';
    const body =
      input === null
        ? null
        : input instanceof Uint8Array
          ? new Blob([new Uint8Array(input)])
          : JSON.stringify(input);
    const answer = await fetch(url, { method: input === null ? 'GET' : 'POST', headers, body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method}: ${answer.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Json);
  }

  /** An app password; with `privileged` it may read and write direct messages. */
  async appPassword(name: string, privileged: boolean): Promise<string> {
    const made = await this.call('com.atproto.server.createAppPassword', { name, privileged });
    return String(made.password);
  }

  async post(text: string, more: ToWrite = {}): Promise<Written> {
    const record = await this.#recordOf(text, more);
    const rkey = more.rkey === undefined ? {} : { rkey: more.rkey };
    const made = await this.call('com.atproto.repo.createRecord', {
      repo: this.did,
      collection: 'app.bsky.feed.post',
      ...rkey,
      record,
    });
    return { uri: String(made.uri), cid: String(made.cid) };
  }

  /** Passes somebody's post on; answers the address of the repost, by which it is taken back. */
  async repost({ uri, cid }: Written): Promise<string> {
    const record = { subject: { uri, cid }, createdAt: new Date().toISOString() };
    const input = { repo: this.did, collection: 'app.bsky.feed.repost', record };
    return String((await this.call('com.atproto.repo.createRecord', input)).uri);
  }

  async edit(uri: string, text: string, more: ToWrite = {}): Promise<Written> {
    const record = await this.#recordOf(text, more);
    const where = { repo: this.did, collection: 'app.bsky.feed.post', rkey: uri.split('/').at(-1) };
    const made = await this.call('com.atproto.repo.putRecord', { ...where, record });
    return { uri: String(made.uri), cid: String(made.cid) };
  }

  /** Deletes a record of this account, whatever it is. */
  async delete(uri: string): Promise<void> {
    const [rkey, collection] = uri.split('/').toReversed();
    const where = { repo: this.did, collection, rkey };
    await this.call('com.atproto.repo.deleteRecord', where);
  }

  /** This account's own posts, newest first. */
  async posts(): Promise<(Written & { value: Json })[]> {
    const query = { repo: this.did, collection: 'app.bsky.feed.post', limit: 100 };
    const page = await this.call('com.atproto.repo.listRecords', null, { query });
    return page.records as (Written & { value: Json })[];
  }

  /** What the network tells this account: its reader's view of answers. */
  async notifications(): Promise<Json[]> {
    const page = await this.call('app.bsky.notification.listNotifications', null, { query: { limit: 100 } });
    return page.notifications as Json[];
  }

  async sendDirect(to: { did: string }, text: string): Promise<Json> {
    const convoId = await this.#convoWith(to.did);
    return this.call('chat.bsky.convo.sendMessage', { convoId, message: { text } }, { chat: true });
  }

  /** The private conversation with somebody, newest first. */
  async direct(other: { did: string }): Promise<{ id: string; text: string; sender: { did: string } }[]> {
    const query = { convoId: await this.#convoWith(other.did), limit: 100 };
    const page = await this.call('chat.bsky.convo.getMessages', null, { query, chat: true });
    return page.messages as { id: string; text: string; sender: { did: string } }[];
  }

  async #convoWith(did: string): Promise<string> {
    const query = { members: did };
    const found = await this.call('chat.bsky.convo.getConvoForMembers', null, { query, chat: true });
    return String((found.convo as Json).id);
  }

  async #recordOf(text: string, more: ToWrite): Promise<Json> {
    const { replyTo, quote } = more;
    const images = await Promise.all((more.images ?? []).map((image) => this.#imageOf(image)));
    const facets = (more.mentions ?? []).map((account) => mentionIn(text, account));
    return {
      $type: 'app.bsky.feed.post',
      text,
      createdAt: more.createdAt ?? new Date().toISOString(),
      ...(facets.length > 0 ? { facets } : {}),
      ...(more.language === undefined ? {} : { langs: [more.language] }),
      ...(replyTo === undefined
        ? {}
        : { reply: { parent: replyTo.parent, root: replyTo.root ?? replyTo.parent } }),
      ...(quote === undefined ? {} : { embed: { $type: 'app.bsky.embed.record', record: quote } }),
      ...(images.length > 0 ? { embed: { $type: 'app.bsky.embed.images', images } } : {}),
    };
  }

  async #imageOf(image: { bytes: Uint8Array; type: string; alt: string }): Promise<Json> {
    const made = await this.call('com.atproto.repo.uploadBlob', image.bytes, { type: image.type });
    return { image: made.blob, alt: image.alt };
  }
}

interface CallOptions {
  query?: Record<string, string | number>;
  type?: string;
  chat?: boolean;
}

function mentionIn(text: string, account: BlueskyAccount): Json {
  const name = `@${account.handle}`;
  const at = text.indexOf(name);
  if (at < 0) throw new Error(`The text does not name ${name}.`);
  const byteStart = Buffer.byteLength(text.slice(0, at));
  return {
    index: { byteStart, byteEnd: byteStart + Buffer.byteLength(name) },
    features: [{ $type: 'app.bsky.richtext.facet#mention', did: account.did }],
  };
}

/** Makes an account named `<handle>.test`. */
export async function createAccount(addresses: BlueskyAddresses, handle: string): Promise<BlueskyAccount> {
  const password = `pass-${handle}`;
  const answer = await fetch(new URL('/xrpc/com.atproto.server.createAccount', addresses.pdsDirect), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ handle: `${handle}.test`, email: `${handle}@mail.test`, password }),
  });
  const made = (await answer.json()) as { did: string; handle: string; accessJwt: string; message?: string };
  if (!answer.ok) throw new Error(`createAccount ${handle}: ${made.message}`);
  return new BlueskyAccount(addresses, { ...made, password });
}
