import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../domain/fault.ts';
import { outcomeOf, sendPush } from './sendPush.ts';
import { vapidOf } from './vapid.ts';

const now = new Date('2026-12-01T06:00:00Z');
const vapid = vapidOf(randomBytes(32).toString('base64'), 'https://desk.example');
const to = {
  endpoint: 'https://push.example/abc',
  p256dh: Buffer.from(vapid.publicKey, 'base64url'),
  auth: randomBytes(16),
};
const message = { id: 'one', text: '{}', ttl: 60, urgency: 'high' } as const;

describe('who sends', () => {
  it('is signed for the very push service, for less than a day (RFC 8292)', () => {
    const said = vapid.authorization('https://push.example:8443/abc', now);
    const [, token = '', k = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(said) ?? [];
    const [header = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(k, 'base64url');
    const key = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      },
    });
    const signed = Buffer.from(`${header}.${claims}`);
    const its = { key, dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha256', signed, its, Buffer.from(signature, 'base64url'))).toBe(true);
    const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString());
    expect(read(header)).toEqual({ typ: 'JWT', alg: 'ES256' });
    expect(read(claims)).toEqual({
      aud: 'https://push.example:8443',
      exp: now.getTime() / 1000 + 12 * 3_600,
      sub: 'https://desk.example',
    });
  });

  it('is the same for one key of the program, whoever asks', () => {
    const derived = randomBytes(32).toString('base64');
    expect(vapidOf(derived, null).publicKey).toBe(vapidOf(derived, 'https://desk.example').publicKey);
  });

  it('has a key for whatever was derived, also what is none of the curve', () => {
    for (const bytes of [Buffer.alloc(32), Buffer.alloc(32, 255)])
      expect(Buffer.from(vapidOf(bytes.toString('base64'), null).publicKey, 'base64url')).toHaveLength(65);
  });
});

describe('what a push service answers', () => {
  it.each([
    [201, 'sent'],
    [202, 'sent'],
    [404, 'gone'],
    [410, 'gone'],
    [413, 'refused'],
    [403, 'refused'],
    [429, 'later'],
    [500, 'later'],
    [503, 'later'],
  ])('%i means %s', (status, kind) => {
    expect(outcomeOf({ status, headers: {} }, now).kind).toBe(kind);
  });

  it('says when to come again, in seconds or as a date, within a day', () => {
    const at = (said: string) => outcomeOf({ status: 429, headers: { 'retry-after': said } }, now);
    expect(at('120')).toMatchObject({ at: new Date('2026-12-01T06:02:00Z') });
    expect(at('Tue, 01 Dec 2026 07:00:00 GMT')).toMatchObject({ at: new Date('2026-12-01T07:00:00Z') });
    expect(at('Tue, 01 Dec 2020 07:00:00 GMT')).toMatchObject({ at: now });
    expect(at('999999999')).toMatchObject({ at: new Date('2026-12-02T06:00:00Z') });
    expect(at('soon')).toMatchObject({ at: null });
  });
});

describe('a push service', () => {
  it('that cannot be reached is tried again, one that may not be asked is not', async () => {
    const refusing = (code: 'network_unreachable' | 'address_private') => ({
      ask: () => Promise.reject(new Fault(code, 'Not this one.')),
      vapid,
      now,
    });
    expect(await sendPush(refusing('network_unreachable'), to, message)).toMatchObject({ kind: 'later' });
    expect(await sendPush(refusing('address_private'), to, message)).toEqual({
      kind: 'refused',
      reason: 'Not this one.',
    });
  });
});
