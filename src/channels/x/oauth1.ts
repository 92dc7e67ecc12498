/** Signs requests by OAuth 1.0a, HMAC-SHA1 (RFC 5849; X's page "Creating a signature"). Pure but for what is handed in. */
import { createHmac } from 'node:crypto';

export interface Keys {
  consumerKey: string;
  consumerSecret: string;
  accessToken: string;
  accessSecret: string;
}

/** `parameters`: those of the query and of a form; never of JSON or files. */
export interface Signed {
  method: string;
  /** Without its query. */
  address: string;
  parameters: readonly (readonly [string, string])[];
}

/** The value of the header `Authorization`. */
export function authorization(keys: Keys, request: Signed, nonce: string, seconds: number): string {
  const own: [string, string][] = [
    ['oauth_consumer_key', keys.consumerKey],
    ['oauth_nonce', nonce],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', String(seconds)],
    ['oauth_token', keys.accessToken],
    ['oauth_version', '1.0'],
  ];
  const value = signature(keys, { ...request, parameters: [...request.parameters, ...own] });
  const written = [...own, ['oauth_signature', value] as const]
    .map(([name, of]) => `${encoded(name)}="${encoded(of)}"`)
    .sort();
  return `OAuth ${written.join(', ')}`;
}

/** The signature over method, address and all parameters, sorted. */
export function signature(keys: Keys, { method, address, parameters }: Signed): string {
  const sorted = parameters
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const whole = [method.toUpperCase(), encoded(address), encoded(sorted)].join('&');
  const key = `${encoded(keys.consumerSecret)}&${encoded(keys.accessSecret)}`;
  return createHmac('sha1', key).update(whole).digest('base64');
}

/** As RFC 3986 writes it: more is written out than a browser would. */
function encoded(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
