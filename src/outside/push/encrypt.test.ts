import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encryptPush, mostPushBytes, pushKeysOf, topicOf } from './encrypt.ts';

const bytes = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'base64url');

/** RFC 8291, section 5 and appendix A. */
const example = {
  text: 'When I grow up, I want to be a watermelon',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  receiver: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  sender: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  body: `DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml
    mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT
    pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN`,
};

/** As a browser does it, by RFC 8188 and RFC 8291. */
function decrypted(body: Buffer, receiver: Buffer, auth: Buffer): Buffer {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(receiver);
  const sender = body.subarray(21, 21 + body.readUInt8(20));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync('sha256', pair.computeSecret(sender), auth, info, 32));
  const salt = body.subarray(0, 16);
  const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12));
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(body.subarray(-16));
  const record = Buffer.concat([decipher.update(body.subarray(86, -16)), decipher.final()]);
  expect(record.at(-1)).toBe(2);
  return record.subarray(0, -1);
}

describe('a push message', () => {
  it('is the one of RFC 8291, appendix A, to the byte', () => {
    const keys = { p256dh: bytes(example.p256dh), auth: bytes(example.auth) };
    const chance = { salt: bytes(example.salt), privateKey: bytes(example.sender) };
    const body = encryptPush(Buffer.from(example.text), keys, chance);
    expect(body.toString('base64url')).toBe(bytes(example.body).toString('base64url'));
    expect(decrypted(body, bytes(example.receiver), keys.auth).toString()).toBe(example.text);
  });

  it('is read by whoever has the keys of its subscription, whatever it says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: mostPushBytes }), (text) => {
        const keys = { p256dh: bytes(example.p256dh), auth: bytes(example.auth) };
        const body = encryptPush(Buffer.from(text), keys);
        expect(body.length).toBeLessThanOrEqual(4_096);
        expect(decrypted(body, bytes(example.receiver), keys.auth).equals(Buffer.from(text))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('is no longer than a push service takes', () => {
    const keys = { p256dh: bytes(example.p256dh), auth: bytes(example.auth) };
    expect(() => encryptPush(Buffer.alloc(mostPushBytes + 1), keys)).toThrow(RangeError);
  });
});

describe('the keys of a subscription', () => {
  it('are taken as a browser writes them', () => {
    expect(pushKeysOf(example)).toEqual({ p256dh: bytes(example.p256dh), auth: bytes(example.auth) });
  });

  it('are refused where they are none', () => {
    expect(pushKeysOf({ ...example, auth: 'short' })).toBeNull();
    expect(pushKeysOf({ ...example, p256dh: 'short' })).toBeNull();
    const offTheCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url');
    expect(pushKeysOf({ ...example, p256dh: offTheCurve })).toBeNull();
  });
});

it('the topic of a message is one that push services take', () => {
  expect(topicOf('018f')).toMatch(/^[\w-]{32}$/);
  expect(topicOf('018f')).toBe(topicOf('018f'));
  expect(topicOf('018f')).not.toBe(topicOf('0190'));
});
