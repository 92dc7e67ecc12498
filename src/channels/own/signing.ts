/** Signatures of "Your own", both ways: as Standard Webhooks writes them, and as our outgoing webhooks are signed. */
import { timingSafeEqual } from 'node:crypto';
import { signatureOf } from '../../domain/webhook.ts';

/** A request that is older or younger than this is not believed. Seconds. */
const tolerance = 300;

/** Why a request is not believed; null where it is. */
export function whyUnbelieved(
  secret: string,
  called: { headers: Readonly<Record<string, string>>; body: string },
  now: Date,
): string | null {
  const id = called.headers['webhook-id'] ?? '';
  const at = Number(called.headers['webhook-timestamp'] ?? Number.NaN);
  if (id === '' || !Number.isSafeInteger(at))
    return 'It lacks webhook-id or webhook-timestamp: sign it as the guide says.';
  if (Math.abs(now.getTime() / 1000 - at) > tolerance)
    return 'Its time is more than five minutes from ours. Set the clock of your system, and sign each attempt anew.';
  const wanted = Buffer.from(signatureOf(secret, { id, at, body: called.body }));
  const given = (called.headers['webhook-signature'] ?? '').split(' ').map((one) => Buffer.from(one));
  const believed = given.some((one) => one.length === wanted.length && timingSafeEqual(one, wanted));
  return believed ? null : 'Its signature is not made with the secret of this account.';
}

/** The headers of a request of ours. */
export function signedHeaders(secret: string, id: string, body: string, now: Date): Record<string, string> {
  const at = Math.floor(now.getTime() / 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': signatureOf(secret, { id, at, body }),
  };
}
