/** What the double of X does when it is asked to do something. */
import twitterText from 'twitter-text';
import type { Bill } from './bill.ts';
import { type Answer, problem } from './reads.ts';
import type { Post, World } from './world.ts';

export interface Writing {
  world: World;
  bill: Bill;
  us: string;
  /** The app may answer everybody. */
  enterprise: boolean;
  /** Tells the streams and the webhook of a new post. */
  published(post: Post): void;
}

interface PostAsked {
  text?: string;
  reply?: { in_reply_to_tweet_id: string };
  media?: { media_ids: string[] };
  quote_tweet_id?: string;
}

/** A post, an answer or a quote. */
export function post(asked: PostAsked, { world, bill, us, enterprise, published }: Writing): Answer {
  const text = asked.text ?? '';
  const author = world.people.get(us);
  if (author === undefined) return problem(401, 'about:blank', 'Unauthorized');
  const answers = asked.reply?.in_reply_to_tweet_id ?? null;
  const parent = world.find(answers);
  if (answers !== null && parent === undefined)
    return problem(
      403,
      'client-forbidden',
      'You attempted to reply to a Tweet that is deleted or not visible to you.',
    );
  const summoned = parent !== undefined && isSummons(world, parent, us);
  if (parent !== undefined && parent.author !== us && !summoned && !enterprise)
    return problem(
      403,
      'client-forbidden',
      'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author.',
    );
  if (!twitterText.parseTweet(text).valid && asked.media === undefined)
    return problem(400, 'invalid-request', 'Your Tweet text is too long.');
  if (world.posts.some((one) => one.text === text && one.author === us && one.answers === answers))
    return problem(403, 'client-forbidden', 'You are not allowed to create a Tweet with duplicate content.');
  if ((asked.media?.media_ids ?? []).some((id) => !world.pictures.has(id)))
    return problem(400, 'invalid-request', 'Your media IDs are invalid.');
  bill.add(
    twitterText.extractUrls(text).length > 0
      ? 'contentCreateWithUrl'
      : summoned
        ? 'summonedReply'
        : 'contentCreate',
  );
  const made = world.write(author, text, {
    answers,
    quotes: asked.quote_tweet_id ?? null,
    pictures: asked.media?.media_ids ?? [],
  });
  published(made);
  return { status: 201, body: { data: { id: made.id, text } } };
}

/** The author named or quoted us. */
export function isSummons(world: World, one: Post, us: string): boolean {
  const quoted = world.find(one.quotes);
  const answered = world.find(one.answers);
  return (
    world.namesOf(one.text).some(({ id }) => id === us) || quoted?.author === us || answered?.author === us
  );
}

export function message(to: string, text: string, { world, bill, us }: Writing): Answer {
  const [from, partner] = [world.people.get(us), world.people.get(to)];
  if (from === undefined || partner === undefined)
    return problem(403, 'client-forbidden', 'You cannot send messages to this user.');
  bill.add('dmCreate');
  const made = world.say(from, partner, text);
  const pair = String(world.messageView(made).dm_conversation_id);
  return { status: 201, body: { data: { dm_conversation_id: pair, dm_event_id: made.id } } };
}

export function remove(id: string, { world, bill, us }: Writing): Answer {
  const at = world.posts.findIndex((one) => one.id === id && one.author === us);
  if (at < 0) return problem(404, 'resource-not-found', 'Not found.');
  bill.add('interactionDelete');
  world.posts.splice(at, 1);
  return { status: 200, body: { data: { deleted: true } } };
}

/** Answers in a conversation that we began are hidden from everybody, or shown again. */
export function hide(id: string, hidden: boolean, { world, us }: Writing): Answer {
  const one = world.find(id);
  if (one === undefined) return problem(404, 'resource-not-found', 'Not found.');
  const root = world.find(one.conversation);
  if (root?.author !== us || one.id === root.id)
    return problem(403, 'client-forbidden', 'You are not permitted to hide or unhide this reply.');
  if (hidden) world.hidden.add(id);
  else world.hidden.delete(id);
  return { status: 200, body: { data: { hidden } } };
}

/** Rules of the filtered stream. */
export function changeRules(
  asked: { add?: { value: string; tag?: string }[]; delete?: { ids?: string[] } },
  world: World,
): Answer {
  const gone = asked.delete?.ids ?? [];
  for (const id of gone) {
    const at = world.rules.findIndex((rule) => rule.id === id);
    if (at >= 0) world.rules.splice(at, 1);
  }
  const bad = (asked.add ?? []).filter(({ value }) => value.length > 1024);
  const made = (asked.add ?? [])
    .filter(({ value }) => value.length <= 1024)
    .map(({ value, tag = '' }) => ({ id: world.newId(), value, tag }));
  world.rules.push(...made);
  const errors = bad.map(({ value }) => ({
    title: 'UnprocessableEntity',
    type: 'https://api.twitter.com/2/problems/invalid-rules',
    value,
  }));
  const meta = { sent: world.now().toISOString() };
  return {
    status: 201,
    body: { meta, ...(made.length > 0 ? { data: made } : {}), ...(errors.length > 0 ? { errors } : {}) },
  };
}

/** Pictures come in pieces. */
export function media(path: string, asked: Record<string, unknown>, { world, bill }: Writing): Answer {
  const id = /^\/2\/media\/upload\/(\d+)\/(append|finalize)$/.exec(path);
  const meta = {};
  if (path.endsWith('/initialize')) {
    const made = world.newId();
    world.pictures.set(made, { bytes: 0, type: String(asked.media_type), alt: null, looks: 0 });
    return {
      status: 200,
      body: { meta, data: { id: made, media_key: `3_${made}`, expires_after_secs: 86_400 } },
    };
  }
  if (path === '/2/media/metadata') {
    const picture = world.pictures.get(String(asked.id));
    const words = (asked.metadata as { alt_text?: { text: string } } | undefined)?.alt_text?.text ?? null;
    if (picture === undefined) return problem(404, 'resource-not-found', 'No such media.');
    picture.alt = words;
    bill.add('mediaMetadata');
    return {
      status: 200,
      body: { data: { id: asked.id, associated_metadata: { alt_text: { text: words } } } },
    };
  }
  const picture = world.pictures.get(id?.[1] ?? '');
  if (picture === undefined) return problem(404, 'resource-not-found', 'No such media.');
  if (id?.[2] === 'append') {
    picture.bytes += Buffer.from(String(asked.media), 'base64').length;
    return { status: 200, body: { meta, data: { expires_at: 2_000_000_000 } } };
  }
  const isMoving = picture.type === 'image/gif';
  const info = isMoving ? { processing_info: { type: 'x', state: 'pending', check_after_secs: 0 } } : {};
  return {
    status: 200,
    body: { meta, data: { id: id?.[1], media_key: `3_${id?.[1]}`, size: picture.bytes, ...info } },
  };
}

/** A moving picture is worked on for a while. */
export function mediaStatus(id: string, world: World): Answer {
  const picture = world.pictures.get(id);
  if (picture === undefined) return problem(404, 'resource-not-found', 'No such media.');
  picture.looks += 1;
  const state = picture.looks > 1 ? 'succeeded' : 'in_progress';
  return {
    status: 200,
    body: { meta: {}, data: { id, processing_info: { type: 'x', state, check_after_secs: 0 } } },
  };
}
