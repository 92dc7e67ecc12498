/** What the double of X answers to questions. */
import type { Bill } from './bill.ts';
import type { Message, Post, World } from './world.ts';

export interface Answer {
  status: number;
  body: unknown;
}

interface Context {
  world: World;
  bill: Bill;
  us: string;
  query: URLSearchParams;
}

/** The next answer of a list is empty and has another page behind it. */
export const emptyPage = { next: 0 };

/** Our mentions, or our own posts. */
export function timeline(which: 'mentions' | 'own', of: string, { world, bill, us, query }: Context): Answer {
  const concerns = (post: Post): boolean =>
    which === 'own'
      ? post.author === of
      : post.author !== of &&
        (answersUs(world, post, of) || world.namesOf(post.text).some(({ id }) => id === of));
  const item = of === us ? 'ownedRead' : 'postsRead';
  const wanted = world.posts.filter((post) => isWanted(post, query));
  return paged(world, wanted.filter(concerns), query, (post) => bill.addOnce(item, post.id, world.now()));
}

const answersUs = (world: World, post: Post, of: string): boolean =>
  post.answers !== null && world.find(post.answers)?.author === of;

/** Only words joined by OR, names, hashtags and `-from:` are understood: what is asked for in the tests. */
export function search({ world, bill, query }: Context): Answer {
  const asked = query.get('query') ?? '';
  if (asked.length > 512) return problem(400, 'invalid-request', 'The query is longer than 512 characters.');
  const found = world.posts.filter((post) => isWanted(post, query) && matches(world, post, asked));
  return paged(world, found, query, (post) => bill.addOnce('postsRead', post.id, world.now()));
}

/** True when a post fits a rule or a question. */
export function matches(world: World, post: Post, asked: string): boolean {
  const without = [...asked.matchAll(/-from:(\w+)/g)].map(([, name]) => name?.toLowerCase());
  const author = world.people.get(post.author)?.username.toLowerCase() ?? '';
  if (without.includes(author)) return false;
  const terms = asked
    .replace(/-(?:from|is):\w+/g, '')
    .replace(/[()]/g, '')
    .split(' OR ');
  const words = post.text.toLowerCase();
  return terms.some((term) => {
    const plain = term.trim().replaceAll('"', '').toLowerCase();
    return plain !== '' && words.includes(plain);
  });
}

function paged(world: World, all: Post[], query: URLSearchParams, charge: (post: Post) => void): Answer {
  const newest = [...all].sort((a, b) => (sortable(a.id) < sortable(b.id) ? 1 : -1));
  const most = Number(query.get('max_results') ?? 10);
  const from = Number((query.get('pagination_token') ?? query.get('next_token') ?? 'page0').slice(4));
  if (emptyPage.next > 0) {
    emptyPage.next -= 1;
    return { status: 200, body: { meta: { result_count: 0, next_token: `page${from}` } } };
  }
  const page = newest.slice(from, from + most);
  page.forEach(charge);
  const more = from + most < newest.length;
  const meta = { result_count: page.length, ...(more ? { next_token: `page${from + most}` } : {}) };
  if (page.length === 0) return { status: 200, body: { meta } };
  const includes = world.includes(page);
  const lost = page.filter(({ quotes }) => quotes !== null && world.find(quotes) === undefined);
  const errors = lost.map(({ quotes }) => ({
    value: quotes,
    detail: `Could not find tweet with referenced_tweets.id: [${quotes}].`,
    title: 'Not Found Error',
    resource_type: 'tweet',
    parameter: 'referenced_tweets.id',
    resource_id: quotes,
    type: 'https://api.twitter.com/2/problems/resource-not-found',
  }));
  const data = page.map((post) => world.postView(post));
  return { status: 200, body: { data, includes, meta, ...(errors.length > 0 ? { errors } : {}) } };
}

const sortable = (id: string): string => id.padStart(20, '0');

function isWanted(post: Post, query: URLSearchParams): boolean {
  const [since, start] = [query.get('since_id'), query.get('start_time')];
  if (since !== null && sortable(post.id) <= sortable(since)) return false;
  return start === null || post.at >= new Date(start);
}

/** Our direct messages, the newest first. */
export function messages({ world, bill, us, query }: Context, partner: string | null): Answer {
  const ours = ({ from, to }: Message): boolean =>
    (from === us || to === us) && (partner === null || from === partner || to === partner);
  const newest = world.messages.filter(ours).sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
  const most = Number(query.get('max_results') ?? 100);
  const from = Number((query.get('pagination_token') ?? 'page0').slice(4));
  const page = newest.slice(from, from + most);
  for (const { id } of page) bill.addOnce('dmEventRead', id, world.now());
  const more = from + most < newest.length;
  const meta = { result_count: page.length, ...(more ? { next_token: `page${from + most}` } : {}) };
  if (page.length === 0) return { status: 200, body: { meta } };
  const people = [...new Set(page.map((one) => one.from))].flatMap((id) => world.people.get(id) ?? []);
  const includes = { users: people.map((one) => world.personView(one)) };
  return { status: 200, body: { data: page.map((one) => world.messageView(one)), includes, meta } };
}

/** A refusal in X's own form. */
export function problem(status: number, type: string, detail: string): Answer {
  return {
    status,
    body: {
      title: type,
      type: `https://api.x.com/2/problems/${type}`,
      status,
      detail,
      errors: [{ message: detail }],
    },
  };
}
