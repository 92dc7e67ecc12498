/** Who is told of what by the double of X: subscriptions of the X Activity API, and webhooks. */
import type { Answer } from './reads.ts';
import { problem } from './reads.ts';
import type { Subscription, World } from './world.ts';

type Body = Record<string, unknown>;

/** What may be subscribed to by version 2.166 of X's description, of what we ask for; its samples show more. */
const subscribable = new Set([
  'chat.received',
  'chat.sent',
  'dm.received',
  'dm.sent',
  'post.create',
  'post.delete',
  'post.mention.create',
]);

/** Lists, makes or ends a subscription. */
export function changeSubscriptions(method: string, path: string, body: Body, world: World): Answer {
  const all = world.subscriptions;
  if (method === 'GET')
    return { status: 200, body: { data: all.map(subscriptionView), meta: { result_count: all.length } } };
  if (method === 'DELETE') {
    const at = all.findIndex(({ id }) => path.endsWith(`/${id}`));
    if (at >= 0) all.splice(at, 1);
    return { status: 200, body: { data: { deleted: true } } };
  }
  if (!subscribable.has(String(body.event_type)))
    return problem(400, 'invalid-request', `The event type ${String(body.event_type)} is not known.`);
  const made: Subscription = {
    id: world.newId(),
    type: String(body.event_type),
    personId: (body.filter as { user_id: string }).user_id,
    tag: String(body.tag),
    webhookId: (body.webhook_id as string | undefined) ?? null,
    at: world.now(),
  };
  all.push(made);
  return { status: 200, body: { data: { subscription: subscriptionView(made) } } };
}

function subscriptionView(one: Subscription): Body {
  const at = one.at.toISOString();
  return {
    subscription_id: one.id,
    event_type: one.type,
    filter: { user_id: one.personId },
    tag: one.tag,
    created_at: at,
    updated_at: at,
    ...(one.webhookId === null ? {} : { webhook_id: one.webhookId }),
  };
}

/** Lists or makes a webhook; X believes it once it has answered the challenge. */
export async function changeWebhooks(
  method: string,
  path: string,
  body: Body,
  world: World,
  challenge: (url: string) => Promise<boolean>,
): Promise<Answer> {
  const view = (one: World['webhooks'][number]) => ({
    id: one.id,
    url: one.url,
    valid: one.valid,
    created_at: one.at.toISOString(),
  });
  if (method === 'GET') {
    const meta = { result_count: world.webhooks.length };
    return {
      status: 200,
      body: world.webhooks.length > 0 ? { meta, data: world.webhooks.map(view) } : { meta },
    };
  }
  const known = world.webhooks.find(({ id }) => path.endsWith(`/${id}`));
  if (method === 'PUT' && known !== undefined) {
    known.valid = await challenge(known.url);
    return { status: 200, body: { data: { attempted: true } } };
  }
  const url = String(body.url);
  if (!(await challenge(url))) return problem(400, 'invalid-request', 'The CRC of the webhook failed.');
  const made = { id: world.newId(), url, valid: true, at: world.now() };
  world.webhooks.push(made);
  return { status: 200, body: view(made) };
}
