/** Says to a push service who sends: VAPID, RFC 8292, with a key of the whole installation. */
import { createECDH, createHmac, createPrivateKey, type KeyObject, sign } from 'node:crypto';

export interface Vapid {
  /** The public key as browsers want it (`applicationServerKey`): 65 bytes, base64url. */
  publicKey: string;
  /** The header Authorization for an address of a push service. `now` bounds it to twelve hours. */
  authorization(endpoint: string, now: Date): string;
}

const validSeconds = 12 * 3_600;

/**
 * The key comes from the program's own (`derived`: 32 bytes in base64, derived for this purpose alone): nothing is stored, every node has the same, and who has the backup of the key
 * has it too. `contact` is our address on the web, or null where it is not known.
 */
export function vapidOf(derived: string, contact: string | null): Vapid {
  const { privateKey, publicKey } = keyPairOf(Buffer.from(derived, 'base64'));
  const sub = contact?.startsWith('https://') ? { sub: contact } : {};
  return {
    publicKey,
    authorization(endpoint, now) {
      const exp = Math.floor(now.getTime() / 1000) + validSeconds;
      const claims = part({ aud: new URL(endpoint).origin, exp, ...sub });
      const signed = `${part({ typ: 'JWT', alg: 'ES256' })}.${claims}`;
      const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `vapid t=${signed}.${signature.toString('base64url')}, k=${publicKey}`;
    },
  };
}

const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');

/** The bytes as a private key of P-256; one in four thousand million is none, and then the next one made of it is taken. */
function keyPairOf(bytes: Buffer): { privateKey: KeyObject; publicKey: string } {
  const pair = createECDH('prime256v1');
  try {
    pair.setPrivateKey(bytes);
  } catch {
    // Zero, or not below the order of the curve: the same bytes lead to the same next ones.
    return keyPairOf(createHmac('sha256', 'answerable vapid').update(bytes).digest());
  }
  const point = pair.getPublicKey();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: bytes.toString('base64url'),
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  return {
    privateKey: createPrivateKey({ key: jwk, format: 'jwk' }),
    publicKey: point.toString('base64url'),
  };
}
