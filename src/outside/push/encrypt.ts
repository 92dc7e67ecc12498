/** Encrypts what a push service carries, so that it reads none of it: RFC 8291 over RFC 8188 (aes128gcm), in one record. */
import { createCipheriv, createECDH, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** What a browser gives with its subscription. */
export interface PushKeys {
  /** Its public key: an uncompressed point of P-256, 65 bytes. */
  p256dh: Buffer;
  /** 16 bytes that only it and we know. */
  auth: Buffer;
}

/** What is made up anew for each message; given only to check against the example of RFC 8291. */
export interface PushChance {
  salt: Buffer;
  /** A private key of P-256. */
  privateKey: Buffer;
}

/** One record: push services take 4,096 bytes, of which the header takes 86, the tag 16 and the end of the padding one. */
export const mostPushBytes = 4_096 - 86 - 16 - 1;

const recordSize = 4_096;

/** The body of a push message. Throws RangeError for what does not fit, and Error for keys that are none. */
export function encryptPush(text: Buffer, { p256dh, auth }: PushKeys, chance?: PushChance): Buffer {
  if (text.length > mostPushBytes) throw new RangeError('This is more than a push message takes.');
  const own = createECDH('prime256v1');
  if (chance === undefined) own.generateKeys();
  else own.setPrivateKey(chance.privateKey);
  const salt = chance?.salt ?? randomBytes(16);
  const ownPublic = own.getPublicKey();
  const shared = own.computeSecret(p256dh);
  // RFC 8291, 3.3 and 3.4
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, ownPublic]);
  const secret = Buffer.from(hkdfSync('sha256', shared, auth, info, 32));
  // RFC 8188, 2.2 and 2.3
  const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12));
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  // 2: the last record; no padding behind it.
  const sealed = Buffer.concat([cipher.update(text), cipher.update(Buffer.from([2])), cipher.final()]);
  return Buffer.concat([headerOf(salt, ownPublic), sealed, cipher.getAuthTag()]);
}

function headerOf(salt: Buffer, ownPublic: Buffer): Buffer {
  const sizes = Buffer.alloc(5);
  sizes.writeUInt32BE(recordSize, 0);
  sizes.writeUInt8(ownPublic.length, 4);
  return Buffer.concat([salt, sizes, ownPublic]);
}

/** The keys as a browser writes them (base64url); null where they are none. */
export function pushKeysOf({ p256dh, auth }: { p256dh: string; auth: string }): PushKeys | null {
  const keys = { p256dh: Buffer.from(p256dh, 'base64url'), auth: Buffer.from(auth, 'base64url') };
  if (keys.p256dh.length !== 65 || keys.auth.length !== 16) return null;
  try {
    const probe = createECDH('prime256v1');
    probe.generateKeys();
    probe.computeSecret(keys.p256dh);
    return keys;
  } catch {
    // A point that does not lie on the curve: node has no other way to ask.
    return null;
  }
}

/** A name of at most 32 characters for the header Topic (RFC 8030, 5.4): a message that waits at the push service is replaced by the next one of the same topic. */
export const topicOf = (id: string): string =>
  createHmac('sha256', 'answerable push topic').update(id).digest('base64url').slice(0, 32);
