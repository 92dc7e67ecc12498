import { describe, expect, test } from 'vitest';
import { outcomeOf, waitOf } from './send.ts';

const now = new Date('2031-01-06T12:00:00Z');
const server = { host: 'smtp.water.example', port: 587 };
const reply = { networkKey: '<k@water.example>', firstAttemptAt: now };
const answered = (code: number, said: string, command = 'RCPT TO') => ({
  kind: 'answered' as const,
  code,
  said,
  command,
});
const silent = (begun: boolean, code = 'ECONNECTION') => ({
  kind: 'silent' as const,
  begun,
  error: Object.assign(new Error('x'), { code }),
});

describe('what the server says of a reply', () => {
  test('4xx is put off to the time that it names, else longer the longer it lasts', () => {
    expect(
      outcomeOf(answered(451, 'Greylisted, try again in 120 seconds'), server, reply, now),
    ).toMatchObject({
      kind: 'later',
      at: new Date(now.getTime() + 120_000),
    });
    const after = (minutes: number) => {
      const firstAttemptAt = new Date(now.getTime() - minutes * 60_000);
      const outcome = outcomeOf(answered(421, 'busy'), server, { ...reply, firstAttemptAt }, now);
      return outcome.kind === 'later' ? (outcome.at.getTime() - now.getTime()) / 60_000 : outcome.kind;
    };
    expect([0, 10, 200, 6 * 24 * 60].map(after)).toEqual([5, 15, 30, 'refused']);
  });
  test('5xx is refused, with its sentence made safe', () => {
    expect(outcomeOf(answered(550, '5.1.1 <b>no\r\nsuch</b> "user"'), server, reply, now)).toEqual({
      kind: 'refused',
      code: 'author_gone',
      reason: `This address does not exist. Reach the author another way. The server said: "5.1.1 <b>no such</b> 'user'".`,
    });
  });
  test('a password that is not accepted is no fault of the reply', () => {
    expect(outcomeOf(answered(535, 'no', 'AUTH PLAIN'), server, reply, now)).toMatchObject({
      code: 'account_refused',
    });
  });
  test('silence before the mail was begun is tried again; after that nobody knows, and the Message-ID is said', () => {
    expect(outcomeOf(silent(false), server, reply, now)).toMatchObject({ kind: 'later' });
    expect(outcomeOf(silent(true), server, reply, now)).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('<k@water.example>'),
    });
  });
});

test.each([
  ['try again in 300 seconds', 300_000],
  ['please retry after 5 minutes', 300_000],
  ['come back in 2 h', 7_200_000],
  ['greylisted', null],
  ['in 99999999 seconds', null],
])('%s', (said, wait) => expect(waitOf(said)).toBe(wait));
