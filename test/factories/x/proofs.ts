/** How the double of X checks who asks, and proves itself when it calls; nothing of the product is used. */
import { createHash, createHmac } from 'node:crypto';

export interface AppKeys {
  consumerKey: string;
  consumerSecret: string;
  accessToken: string;
  accessSecret: string;
  bearer: string;
  clientId: string;
  clientSecret: string;
}

const strict = (value: string): string =>
  encodeURIComponent(value).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** True when the header was made with these keys for this request (RFC 5849). */
export function isSignedByKeys(
  header: string,
  method: string,
  address: URL,
  form: URLSearchParams,
  keys: AppKeys,
): boolean {
  const fields = new Map(
    [...header.slice('OAuth '.length).matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, value]) => [
      name ?? '',
      decodeURIComponent(value ?? ''),
    ]),
  );
  if (fields.get('oauth_consumer_key') !== keys.consumerKey || fields.get('oauth_token') !== keys.accessToken)
    return false;
  const given = fields.get('oauth_signature');
  fields.delete('oauth_signature');
  const pairs = [...fields, ...address.searchParams, ...form].map(
    ([name, value]) => `${strict(name)}=${strict(value)}`,
  );
  const over = [method, strict(address.origin + address.pathname), strict(pairs.sort().join('&'))].join('&');
  const key = `${strict(keys.consumerSecret)}&${strict(keys.accessSecret)}`;
  return createHmac('sha1', key).update(over).digest('base64') === given;
}

/** The header by which X proves a call. */
export const callProof = (secret: string, over: string): string =>
  `sha256=${createHmac('sha256', secret).update(over).digest('base64')}`;

export const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url');
