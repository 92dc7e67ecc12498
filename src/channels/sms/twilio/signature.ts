/** How Twilio proves that it calls: X-Twilio-Signature, HMAC-SHA1 over the address and the sorted fields of the form. Source: Twilio's page on the security of webhooks. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What Twilio would sign, base64. `fields`: of the form; of a GET none, since its fields stand in the address. */
export function signatureOf(
  authToken: string,
  address: string,
  fields: Readonly<Record<string, string>>,
): string {
  const names = Object.keys(fields).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const signed = names.reduce((all, name) => all + name + (fields[name] ?? ''), address);
  return createHmac('sha1', authToken).update(Buffer.from(signed, 'utf8')).digest('base64');
}

/** True where the signature fits the address as it is, or with its port left out or put in: proxies change that. */
export function isSigned(
  authToken: string,
  address: string,
  fields: Readonly<Record<string, string>>,
  signature: string,
): boolean {
  if (authToken === '' || signature === '') return false;
  return withAndWithoutPort(address).some((one) => equal(signatureOf(authToken, one, fields), signature));
}

function withAndWithoutPort(address: string): string[] {
  const [, scheme, host, port, rest] = /^(https?):\/\/([^/:?#]+)(?::(\d+))?(.*)$/i.exec(address) ?? [];
  if (scheme === undefined || host === undefined) return [address];
  const usual = scheme.toLowerCase() === 'https' ? '443' : '80';
  return port === undefined
    ? [address, `${scheme}://${host}:${usual}${rest ?? ''}`]
    : [address, `${scheme}://${host}${rest ?? ''}`];
}

function equal(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
