import { expect, test } from 'vitest';
import { outcomeOfError, outcomeOfRefusal } from './outcome.ts';
import { endsBefore } from './session.ts';
import { ask, comeBackAt, NoAnswer, NotReached, type Refusal } from './xrpc.ts';

const now = new Date('2026-03-14T06:39:00Z');
const refusal = (
  status: number,
  error: string,
  message = '',
  headers: Record<string, string> = {},
): Refusal => ({
  ok: false,
  status,
  error,
  message,
  headers: new Headers(headers),
});

test('the network is obeyed to the time that it names, in each of its ways of naming one', () => {
  const at = (headers: Record<string, string>): string => comeBackAt(new Headers(headers), now).toISOString();
  expect(at({ 'ratelimit-reset': String(now.getTime() / 1000 + 90) })).toBe('2026-03-14T06:40:30.000Z');
  expect(at({ 'retry-after': '30' })).toBe('2026-03-14T06:39:30.000Z');
  expect(at({ 'retry-after': 'Sat, 14 Mar 2026 07:00:00 GMT' })).toBe('2026-03-14T07:00:00.000Z');
  expect(at({})).toBe('2026-03-14T06:40:00.000Z');
  expect(at({ 'ratelimit-reset': 'soon', 'retry-after': 'later' })).toBe('2026-03-14T06:40:00.000Z');
  expect(at({ 'ratelimit-reset': '1' })).toBe('2026-03-14T06:39:01.000Z');
  expect(at({ 'ratelimit-reset': '99999999999' })).toBe('2026-03-15T06:39:00.000Z');
});

test('what may have been published is unknown, what cannot have been is later or refused', () => {
  expect(outcomeOfRefusal(refusal(429, 'RateLimitExceeded'), 'publishing', now).kind).toBe('later');
  expect(outcomeOfRefusal(refusal(502, 'UpstreamFailure'), 'publishing', now).kind).toBe('unknown');
  expect(outcomeOfRefusal(refusal(502, 'UpstreamFailure'), 'before', now).kind).toBe('later');
  expect(outcomeOfError(new NoAnswer('x'), 'publishing', now).kind).toBe('unknown');
  expect(outcomeOfError(new NoAnswer('x'), 'before', now).kind).toBe('later');
  expect(outcomeOfError(new NotReached('x'), 'publishing', now).kind).toBe('later');
  expect(
    outcomeOfRefusal(refusal(400, 'InvalidRequest', 'Record/text must not be longer'), 'publishing', now),
  ).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('must not be longer'),
  });
  expect(outcomeOfRefusal(refusal(400, 'InvalidToken', 'Bad token method "x"'), 'before', now)).toMatchObject(
    {
      code: 'account_lacks_rights',
    },
  );
  expect(() => outcomeOfError(new TypeError('a fault of ours'), 'publishing', now)).toThrow(TypeError);
});

test('nobody reached, no answer and an answer that is no JSON are told apart', async () => {
  const asked = (answer: () => Promise<Response>) =>
    ask((() => answer()) as typeof fetch, 'https://a.example', { method: 'x.y' });
  const failing = (code: string) => () =>
    Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }));
  await expect(asked(failing('ECONNREFUSED'))).rejects.toBeInstanceOf(NotReached);
  await expect(asked(failing('ECONNRESET'))).rejects.toBeInstanceOf(NoAnswer);
  await expect(asked(async () => new Response('<html>'))).rejects.toBeInstanceOf(NoAnswer);
  expect(await asked(async () => new Response('<html>', { status: 503 }))).toMatchObject({
    ok: false,
    status: 503,
  });
  expect(await asked(async () => new Response('[]'))).toEqual({ ok: true, body: {} });
});

test('a session is renewed before it ends, and when nobody can tell when it does', () => {
  const token = (claims: object): string =>
    `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  const time = now.getTime();
  expect(endsBefore(token({ exp: time / 1000 + 60 }), time)).toBe(false);
  expect(endsBefore(token({ exp: time / 1000 - 60 }), time)).toBe(true);
  for (const strange of ['', 'a.b', token({}), token([1])]) expect(endsBefore(strange, time)).toBe(true);
});
