/** The invented town at its network: publishes what the story says, and what authors answer when the desk answered them. */
import {
  findReply,
  openFolder,
  postsOf,
  publishPosts,
  readJournal,
  replyKeys,
  setWeather,
} from '../channels/demonstration/folder.ts';
import type { KeptReply, PublishedPost } from '../channels/demonstration/item.ts';
import { institutions } from './story/institutions.ts';
import { everybody } from './story/people.ts';
import { reactionTo } from './story/reaction.ts';
import { type StoryPost, tell } from './story/tell.ts';
import type { Telling } from './story/telling.ts';
import { isTongue, type Tongue } from './story/words.ts';

/** How the story's clock and the real one are joined at the moment. */
export interface Pace {
  instantOf(story: number): Date;
  /** Real milliseconds of so many milliseconds of the story. */
  realOf(story: number): number;
}

interface Pending {
  due: Date;
  post: Omit<PublishedPost, 'at'>;
}

/** An answer of an author is never there in the same breath, however fast the story is played. */
const shortestPause = 6_000;

const reactionId = (post: string) => `re-${post}`;

/** What its author may have said to our first and second answer, by their ids. */
export const reactionsTo = (post: string): string[] => [reactionId(post), reactionId(reactionId(post))];

export class Street {
  readonly #folder: string;
  readonly #telling: Telling;
  /** Language and writer of everything that was published, by its id. */
  readonly #published = new Map<string, Pick<PublishedPost, 'language' | 'by'>>();
  readonly #answered = new Set<string>();
  #pending: Pending[] = [];
  #position = 0;
  #answersCame = true;

  private constructor(folder: string, telling: Telling) {
    this.#folder = folder;
    this.#telling = telling;
  }

  /** Opens it where it was left, however it was left. */
  static async open(folder: string, telling: Telling): Promise<Street> {
    await openFolder(folder);
    const street = new Street(folder, telling);
    for (const post of postsOf((await readJournal(folder, 0)).lines)) {
      street.#published.set(post.id, post);
      street.#position = Math.max(street.#position, post.story ?? 0);
    }
    return street;
  }

  /** The desk may have answered: to be looked at before the next is published. */
  answersCame(): void {
    this.#answersCame = true;
  }

  /** The network takes nothing until then. */
  async beBusy(until: Date): Promise<void> {
    await setWeather(this.#folder, { busyUntil: until.toISOString() });
  }

  /** How far the story was told. */
  get position(): number {
    return this.#position;
  }

  /** Publishes what is due until this moment of the story and of the real clock; answers the posts of the story among it. */
  async publish(story: number, now: Date, pace: Pace): Promise<{ told: StoryPost[]; ids: string[] }> {
    if (this.#answersCame) await this.#lookAtAnswers(pace);
    const told = tell(this.#telling, this.#position, story).filter(({ id }) => !this.#published.has(id));
    const due = this.#pending.filter((one) => one.due <= now);
    this.#pending = this.#pending.filter((one) => one.due > now);
    const posts = [
      ...told.map((post) => publishedPost(post, pace.instantOf(post.story))),
      ...due.map(({ post, due }) => ({ ...post, at: due.toISOString() })),
    ].sort((a, b) => (a.at < b.at ? -1 : 1));
    await publishPosts(this.#folder, posts);
    for (const post of posts) this.#published.set(post.id, post);
    this.#position = Math.max(this.#position, story);
    return { told, ids: posts.map(({ id }) => id) };
  }

  /** Those whom the desk answered make up their minds. */
  async #lookAtAnswers(pace: Pace): Promise<void> {
    this.#answersCame = false;
    for (const key of await replyKeys(this.#folder)) {
      if (this.#answered.has(key)) continue;
      const reply = await findReply(this.#folder, key);
      if (reply === null) continue;
      this.#answered.add(key);
      const pending = this.#reaction(reply, pace);
      if (pending !== null) this.#pending.push(pending);
    }
  }

  #reaction(reply: KeptReply, pace: Pace): Pending | null {
    if (reply.to === null || reply.thread === null) return null;
    const id = reactionId(reply.to);
    const answered = this.#published.get(reply.to);
    const by = everybody.get(reply.toAuthor ?? '');
    // Whoever answered once to what we said of a post does not do so again: the second answer of ours finds them content.
    if (answered === undefined || by === undefined || this.#published.has(id)) return null;
    if (this.#pending.some(({ post }) => post.id === id)) return null;
    const tongue: Tongue = isTongue(answered.language) ? answered.language : 'mixed';
    const reaction = reactionTo(this.#telling.seed, { post: reply.to, tongue });
    if (reaction === null) return null;
    const pause = Math.max(shortestPause, pace.realOf(reaction.after));
    const post = {
      id,
      thread: reply.thread,
      parent: reply.id,
      by: { id: by.id, handle: by.handle, name: by.name },
      to: [reply.from],
      direct: reply.direct,
      text: reaction.text,
      language: answered.language,
      followers: by.followers,
      verified: by.verified,
      shares: 0,
    };
    return { due: new Date(new Date(reply.at).getTime() + pause), post };
  }
}

function publishedPost(post: StoryPost, at: Date): PublishedPost {
  const { id, thread, parent, by, to, tongue, text, story } = post;
  return {
    id,
    thread,
    parent,
    by: { id: by.id, handle: by.handle, name: by.name },
    to: [institutions[to].handle],
    direct: false,
    text,
    // The network says a language where it can tell one; of mixed ones it cannot.
    language: tongue === 'mixed' ? null : tongue,
    at: at.toISOString(),
    followers: by.followers,
    verified: by.verified,
    shares: Math.floor(by.followers / 900),
    story,
  };
}
