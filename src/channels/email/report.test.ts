import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReport, returnedId, sayable } from './report.ts';

const about = (...recipients: string[][]) =>
  ['Reporting-MTA: dns; mail.example', ...recipients.flatMap((lines) => ['', ...lines])].join('\r\n');

describe('a delivery report', () => {
  test('says what became of the mail, and why', () => {
    const read = readReport(
      about(['Action: failed', 'Status: 5.2.2', 'Diagnostic-Code: smtp; 552 5.2.2', '  mailbox full']),
    );
    expect(read).toMatchObject({ status: 'failed', reason: expect.stringContaining('mailbox is full') });
    expect(read?.reason).toContain('"552 5.2.2 mailbox full"');
  });
  test('a delay changes nothing but what is said', () => {
    expect(readReport(about(['Action: delayed', 'Status: 4.4.1']))?.status).toBe('delayed');
  });
  test.each(['delivered', 'relayed', 'expanded'])('%s is a success', (action) => {
    expect(readReport(about([`Action: ${action}`]))).toEqual({ status: 'delivered', reason: null });
  });
  test('of several recipients the gravest stands', () => {
    expect(
      readReport(about(['Action: delivered'], ['Action: failed', 'Status: 5.1.1'], ['Action: delayed']))
        ?.status,
    ).toBe('failed');
  });
  test('without its first group it is read as well', () => {
    expect(readReport('Action: failed\nStatus: 5.1.1')?.status).toBe('failed');
  });
  test('one that says nothing is none', () => {
    expect(readReport(about(['Final-Recipient: rfc822; a@x.example']))).toBeNull();
  });
  test('whatever stands in it, nothing is thrown and the reason is one bearable line', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('failed', 'delayed', 'x'), (said, action) => {
        const read = readReport(about([`Action: ${action}`, `Diagnostic-Code: smtp; ${said}`]));
        if (read?.reason != null) expect(read.reason).not.toMatch(/\p{Cc}/u);
        expect((read?.reason ?? '').length).toBeLessThan(700);
      }),
    );
  });
});

test('the id of the returned mail is found, also where its line is broken', () => {
  expect(returnedId('Subject: x\r\nMessage-Id:\r\n <a@b.example>\r\n')).toBe('<a@b.example>');
  expect(returnedId('Subject: x')).toBeNull();
  expect(returnedId(null)).toBeNull();
});

test("a stranger's sentence is one line", () => {
  expect(sayable('no\r\nsuch "user"\u0000')).not.toMatch(/[\p{Cc}"]/u);
});
