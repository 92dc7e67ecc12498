/** What the double of X holds: people, posts, messages, rules, subscriptions. All invented. */

export interface Person {
  id: string;
  username: string;
  name: string;
  location?: string;
}

export interface Post {
  id: string;
  text: string;
  author: string;
  at: Date;
  conversation: string;
  answers: string | null;
  quotes: string | null;
  pictures: string[];
  /** Ids of its versions, this one the last. */
  versions: string[];
}

export interface Message {
  id: string;
  from: string;
  to: string;
  text: string;
  at: Date;
}

export interface Rule {
  id: string;
  value: string;
  tag: string;
}

export interface Subscription {
  id: string;
  type: string;
  personId: string;
  tag: string;
  webhookId: string | null;
  at: Date;
}

const began = 1_288_834_974_657n;

export class World {
  readonly people = new Map<string, Person>();
  readonly posts: Post[] = [];
  readonly messages: Message[] = [];
  readonly pictures = new Map<string, { bytes: number; type: string; alt: string | null; looks: number }>();
  readonly rules: Rule[] = [];
  /** Answers that are shown to nobody. */
  readonly hidden = new Set<string>();
  readonly subscriptions: Subscription[] = [];
  readonly webhooks: { id: string; url: string; valid: boolean; at: Date }[] = [];
  now: () => Date = () => new Date();
  /** Where its ids begin: two worlds that begin elsewhere never give the same one. */
  step = 0n;
  readonly #places = new Map<string, number>();
  #indexed = 0;

  /** Ids hold their time, as X's do. */
  newId(at: Date = this.now()): string {
    this.step = (this.step + 1n) % 4_194_304n;
    return String(((BigInt(at.getTime()) - began) << 22n) + this.step);
  }

  person(username: string, more: Partial<Person> = {}): Person {
    const id = more.id ?? String(1_000_000_000 + this.people.size);
    const made = { id, username, name: more.name ?? username, ...more };
    this.people.set(id, made);
    return made;
  }

  write(
    author: Person,
    text: string,
    more: Partial<Pick<Post, 'answers' | 'quotes' | 'pictures' | 'at'>> = {},
  ): Post {
    const at = more.at ?? this.now();
    const id = this.newId(at);
    const root = this.find(more.answers ?? null);
    const post: Post = {
      id,
      text,
      author: author.id,
      at,
      conversation: root?.conversation ?? more.answers ?? id,
      answers: more.answers ?? null,
      quotes: more.quotes ?? null,
      pictures: more.pictures ?? [],
      versions: [id],
    };
    this.posts.push(post);
    return post;
  }

  /** By its id; an index of where they stand is kept, and believed only where it is right. */
  find(id: string | null): Post | undefined {
    if (id === null) return undefined;
    if (this.#indexed > this.posts.length) this.#indexed = 0;
    for (; this.#indexed < this.posts.length; this.#indexed += 1)
      this.#places.set(this.posts[this.#indexed]?.id ?? '', this.#indexed);
    const post = this.posts[this.#places.get(id) ?? -1];
    return post?.id === id ? post : this.posts.find((one) => one.id === id);
  }

  /** X gives the new version an id of its own. */
  edit(post: Post, text: string): Post {
    const id = this.newId();
    const edited = { ...post, id, text, versions: [...post.versions, id] };
    this.posts[this.posts.indexOf(post)] = edited;
    return edited;
  }

  say(from: Person, to: Person, text: string, at: Date = this.now()): Message {
    const message = { id: this.newId(at), from: from.id, to: to.id, text, at };
    this.messages.push(message);
    return message;
  }

  namesOf(text: string): Person[] {
    const names = [...text.matchAll(/@(\w{1,15})/g)].map(([, name]) => name?.toLowerCase());
    return [...this.people.values()].filter(({ username }) => names.includes(username.toLowerCase()));
  }

  /** As X writes it: entities, short addresses, signs. */
  postView(post: Post): Record<string, unknown> {
    const short = (address: string) =>
      `https://t.co/${Buffer.from(address).toString('base64url').slice(0, 10)}`;
    const addresses = [...post.text.matchAll(/https?:\/\/\S+/g)].map(([address]) => address);
    let text = post.text.replace(
      /[&<>]/g,
      (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign,
    );
    for (const address of addresses) text = text.replace(address, short(address));
    const answered = this.find(post.answers);
    const who = answered === undefined ? null : (this.people.get(answered.author) ?? null);
    if (who !== null && !text.toLowerCase().includes(`@${who.username.toLowerCase()}`))
      text = `@${who.username} ${text}`;
    const mentions = this.namesOf(text).map(({ id, username }) => {
      const start = text.toLowerCase().indexOf(`@${username.toLowerCase()}`);
      return { start, end: start + username.length + 1, username, id };
    });
    const urls = addresses.map((address) => {
      const start = text.indexOf(short(address));
      return {
        start,
        end: start + short(address).length,
        url: short(address),
        expanded_url: address,
        display_url: address,
      };
    });
    const entities = { ...(mentions.length > 0 ? { mentions } : {}), ...(urls.length > 0 ? { urls } : {}) };
    const referenced = [
      ...(post.answers === null ? [] : [{ type: 'replied_to', id: post.answers }]),
      ...(post.quotes === null ? [] : [{ type: 'quoted', id: post.quotes }]),
    ];
    return {
      id: post.id,
      text,
      author_id: post.author,
      created_at: post.at.toISOString(),
      conversation_id: post.conversation,
      edit_history_tweet_ids: post.versions,
      lang: 'en',
      public_metrics: {
        retweet_count: 2,
        reply_count: 0,
        like_count: 0,
        quote_count: 1,
        bookmark_count: 0,
        impression_count: 5,
      },
      ...(Object.keys(entities).length > 0 ? { entities } : {}),
      ...(who === null ? {} : { in_reply_to_user_id: who.id }),
      ...(referenced.length > 0 ? { referenced_tweets: referenced } : {}),
      ...(post.pictures.length > 0
        ? { attachments: { media_keys: post.pictures.map((id) => `3_${id}`) } }
        : {}),
    };
  }

  personView({ id, username, name, location }: Person): Record<string, unknown> {
    const metrics = { followers_count: 12, following_count: 3, tweet_count: 40, listed_count: 0 };
    return {
      id,
      username,
      name,
      verified: false,
      public_metrics: metrics,
      ...(location === undefined ? {} : { location }),
    };
  }

  messageView(message: Message): Record<string, unknown> {
    const pair = [message.from, message.to].sort((a, b) => Number(BigInt(a) - BigInt(b))).join('-');
    return {
      id: message.id,
      event_type: 'MessageCreate',
      text: message.text,
      sender_id: message.from,
      dm_conversation_id: pair,
      created_at: message.at.toISOString(),
    };
  }

  /** Authors, pictures and posts that these refer to. */
  includes(posts: readonly Post[]): Record<string, unknown> {
    const others = posts.flatMap(({ answers, quotes }) =>
      [this.find(answers) ?? [], this.find(quotes) ?? []].flat(),
    );
    const people = new Set([...posts, ...others].map(({ author }) => author));
    const users = [...people].flatMap((id) => this.people.get(id) ?? []).map((one) => this.personView(one));
    const media = posts.flatMap(({ pictures }) =>
      pictures.map((id) => ({
        media_key: `3_${id}`,
        type: 'photo',
        url: `https://pictures.example/${id}.jpg`,
        ...(this.pictures.get(id)?.alt == null ? {} : { alt_text: this.pictures.get(id)?.alt }),
      })),
    );
    const tweets = [...new Set(others)].map((post) => this.postView(post));
    return {
      ...(users.length > 0 ? { users } : {}),
      ...(tweets.length > 0 ? { tweets } : {}),
      ...(media.length > 0 ? { media } : {}),
    };
  }
}
