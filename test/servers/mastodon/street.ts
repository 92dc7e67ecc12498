/** What the double of a Mastodon server knows: people, what they wrote, and what each was told. */

export interface Person {
  id: string;
  username: string;
  acct: string;
  display_name: string;
  url: string;
  note: string;
  bot: boolean;
  followers_count: number;
  emojis: unknown[];
  fields: { name: string; value: string }[];
}

export interface Status {
  id: string;
  uri: string;
  url: string;
  created_at: string;
  edited_at: string | null;
  account: Person;
  content: string;
  visibility: string;
  spoiler_text: string;
  sensitive: boolean;
  language: string | null;
  in_reply_to_id: string | null;
  in_reply_to_account_id: string | null;
  mentions: { id: string; username: string; acct: string; url: string }[];
  media_attachments: unknown[];
  reblogs_count: number;
  reblog: null;
  poll: null;
  tags: { name: string; url: string }[];
  /** As it was typed; servers do not show it. */
  typed: string;
}

export interface Notification {
  id: string;
  type: string;
  created_at: string;
  account: Person;
  status: Status;
}

export interface Writing {
  status?: string;
  visibility?: string;
  spoiler_text?: string;
  language?: string;
  in_reply_to_id?: string;
  media_ids?: string[];
}

/** Who was reported to those who run the server. */
export interface Report {
  account_id: string;
  comment: string;
  category: string;
  forward?: boolean;
}

export const domain = 'people.example';

/** Who hears of something as it happens. */
export type Tells = (person: string, event: string, payload: unknown) => void;

export class Street {
  readonly people: Person[] = [];
  readonly reports: Report[] = [];
  statuses: Status[] = [];
  readonly told = new Map<string, Notification[]>();
  readonly media = new Map<string, { looks: number; entity: Record<string, unknown> }>();
  readonly #tells: Tells;
  #last = Date.now() * 1_000;

  constructor(tells: Tells) {
    this.#tells = tells;
  }

  nextId(): string {
    this.#last += 1;
    return String(this.#last);
  }

  /** Somebody of this server, or of another one where a domain is named. */
  add(username: string, elsewhere?: string): Person {
    const person: Person = {
      id: this.nextId(),
      username,
      acct: elsewhere === undefined ? username : `${username}@${elsewhere}`,
      display_name: `${username} :verified:`,
      url: `https://${elsewhere ?? domain}/@${username}`,
      note: '<p></p>',
      bot: false,
      followers_count: 41,
      emojis: [],
      fields: [],
    };
    this.people.push(person);
    this.told.set(person.id, []);
    return person;
  }

  find(id: string): Status | undefined {
    return this.statuses.find((one) => one.id === id);
  }

  maySee(status: Status, person: string | null): boolean {
    if (status.visibility === 'public' || status.visibility === 'unlisted') return true;
    return status.account.id === person || status.mentions.some((one) => one.id === person);
  }

  write(by: Person, what: Writing): Status {
    const typed = what.status ?? '';
    const parent = what.in_reply_to_id === undefined ? undefined : this.find(what.in_reply_to_id);
    const mentioned = this.#mentionedIn(typed);
    const id = this.nextId();
    const status: Status = {
      id,
      uri: `https://${domain}/users/${by.username}/statuses/${id}`,
      url: `https://${domain}/@${by.username}/${id}`,
      created_at: new Date().toISOString(),
      edited_at: null,
      account: by,
      content: this.#html(typed),
      visibility: what.visibility ?? 'public',
      spoiler_text: what.spoiler_text ?? '',
      sensitive: what.spoiler_text !== undefined,
      language: what.language ?? null,
      in_reply_to_id: parent?.id ?? null,
      in_reply_to_account_id: parent?.account.id ?? null,
      mentions: mentioned.map(({ id: theirs, username, acct, url }) => ({ id: theirs, username, acct, url })),
      media_attachments: (what.media_ids ?? []).map((one) => this.media.get(one)?.entity),
      reblogs_count: 0,
      reblog: null,
      poll: null,
      tags: [...typed.matchAll(/#(\w+)/g)].map(([, name = '']) => ({ name: name.toLowerCase(), url: '' })),
      typed,
    };
    this.statuses.push(status);
    for (const one of mentioned) this.#tell(one, 'mention', status);
    if (status.visibility === 'public') this.#tells(by.id, 'update', status);
    return status;
  }

  edit(id: string, words: string): Status {
    const status = this.find(id);
    if (status === undefined) throw new Error(`no status ${id}`);
    status.typed = words;
    status.content = this.#html(words);
    status.edited_at = new Date().toISOString();
    for (const { id: theirs } of status.mentions) this.#tells(theirs, 'status.update', status);
    return status;
  }

  delete(id: string): Status | undefined {
    const status = this.find(id);
    this.statuses = this.statuses.filter((one) => one.id !== id);
    for (const [person, told] of this.told)
      this.told.set(
        person,
        told.filter((one) => one.status.id !== id),
      );
    for (const one of this.people) this.#tells(one.id, 'delete', id);
    return status;
  }

  /** Above a status, the root first, and below it. */
  context(id: string, person: string | null): { ancestors: Status[]; descendants: Status[] } {
    const ancestors: Status[] = [];
    for (let at = this.find(id)?.in_reply_to_id ?? null; at !== null; ) {
      const above = this.find(at);
      if (above === undefined) break;
      ancestors.unshift(above);
      at = above.in_reply_to_id;
    }
    const below = (parent: string): Status[] =>
      this.statuses.filter((one) => one.in_reply_to_id === parent).flatMap((one) => [one, ...below(one.id)]);
    return { ancestors, descendants: below(id).filter((one) => this.maySee(one, person)) };
  }

  #tell(person: Person, type: string, status: Status): void {
    const notification: Notification = {
      id: this.nextId(),
      type,
      created_at: new Date().toISOString(),
      account: status.account,
      status,
    };
    this.told.get(person.id)?.push(notification);
    this.#tells(person.id, 'notification', notification);
  }

  #mentionedIn(typed: string): Person[] {
    const names = [...typed.matchAll(/@([\w.-]+(?:@[\w.-]+\w)?)/g)].map(([, name = '']) =>
      name.toLowerCase().replace(`@${domain}`, ''),
    );
    return this.people.filter(({ acct }) => names.includes(acct));
  }

  /** As Mastodon writes it: short names, addresses whose ends are hidden, paragraphs. */
  #html(typed: string): string {
    const escaped = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const linked = escaped
      .replace(/https?:\/\/[^\s]+/g, (address) => {
        const bare = address.replace(/^https?:\/\//, '');
        const [scheme, shown, rest] = [address.slice(0, -bare.length), bare.slice(0, 30), bare.slice(30)];
        return `<a href="${address}" rel="nofollow"><span class="invisible">${scheme}</span><span class="ellipsis">${shown}</span><span class="invisible">${rest}</span></a>`;
      })
      .replace(/@([\w.-]+(?:@[\w.-]+\w)?)/g, (whole, name: string) => {
        const [person] = this.#mentionedIn(whole);
        if (person === undefined) return whole;
        return `<span class="h-card" translate="no"><a href="${person.url}" class="u-url mention">@<span>${name.split('@')[0]}</span></a></span>`;
      });
    const paragraphs = linked.split(/\n{2,}/).map((part) => `<p>${part.replaceAll('\n', '<br />')}</p>`);
    return paragraphs.join('');
  }
}
