import { afterEach, describe, expect, it } from 'vitest';
import { i18n } from './i18n.ts';
import { dateFormat, rules } from './intl.ts';
import { browserLanguage } from './language.ts';

afterEach(() => i18n.activate('en'));

describe('the rules of dates and numbers', () => {
  it('are the browser’s where it speaks the language of the console, else those of the language', () => {
    expect(rules(['sw', 'en-KE', 'en-US'])).toBe('en-KE');
    expect(rules(['am'])).toBe('en-GB');
    expect(rules(['en-US@posix', 'en-ZA'])).toBe('en-ZA');
    i18n.activate('fr');
    expect(rules(['en-US', 'fr-SN'])).toBe('fr-SN');
    expect(rules(['en-US'])).toBe('fr');
  });

  it('follow a change of the language', () => {
    const at = new Date('2026-11-29T12:00:00Z');
    const month = { month: 'long', timeZone: 'UTC' } as const;
    expect(dateFormat(month).format(at)).toBe('November');
    i18n.activate('sw');
    expect(dateFormat(month).format(at)).toBe('Novemba');
  });
});

describe('the language of the browser', () => {
  it('is the first that the console speaks, else English', () => {
    expect(browserLanguage(['am', 'sw-TZ', 'fr'])).toBe('sw');
    expect(browserLanguage(['en-GB', 'fr'])).toBe('en');
    expect(browserLanguage(['am', 'constructor'])).toBe('en');
  });
});
