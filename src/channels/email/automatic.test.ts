import { describe, expect, test } from 'vitest';
import { writtenBy } from './automatic.ts';

const by = (headers: Record<string, string>) => writtenBy(headers, ['care@water.example']).kind;

describe('who wrote a mail', () => {
  test.each([
    [{ 'auto-submitted': 'auto-replied' }],
    [{ 'auto-submitted': 'Auto-Generated; owner-email="x"' }],
    [{ 'auto-submitted': 'auto-replied', 'list-id': '<l.x.example>' }],
    [{ precedence: 'bulk' }],
    [{ precedence: 'auto_reply' }],
    [{ 'x-autoreply': 'yes' }],
    [{ 'x-auto-response-suppress': 'All' }],
    [{ 'x-auto-response-suppress': 'DR, OOF, AutoReply' }],
    [{ 'return-path': '<>' }],
  ])('%j: a program', (headers) => expect(by(headers as Record<string, string>)).toBe('program'));

  test.each([
    [{ 'list-id': '<l.x.example>' }],
    [{ precedence: 'list' }],
    [{ 'list-unsubscribe': '<mailto:off@x.example>' }],
    [{ 'list-unsubscribe': '<mailto:off@x.example>', precedence: 'bulk' }],
  ])('%j: to many', (headers) => expect(by(headers as Record<string, string>)).toBe('list'));

  test.each([
    [{}],
    [{ 'auto-submitted': 'no' }],
    [{ 'return-path': '<amina@people.example>' }],
    [{ 'x-auto-response-suppress': 'OOF' }],
    [{ precedence: 'first-class' }],
  ])('%j: a person', (headers) => expect(by(headers as Record<string, string>)).toBe('person'));
});
