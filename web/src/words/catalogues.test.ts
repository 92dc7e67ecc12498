/** The catalogues of the other languages beside the English one. What is not translated yet is shown in English. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatter } from '@lingui/format-po';
import { describe, expect, it } from 'vitest';
import { consoleLanguages } from '../../../src/domain/languages.ts';
import english from '../locales/en.json';
import french from '../locales/fr.json';
import swahili from '../locales/sw.json';
import { alike, translatedShare } from './alike.ts';

type Compiled = string | [name: string, kind?: string, forms?: unknown] | Compiled[];
type Messages = Record<string, Compiled[]>;

const others = consoleLanguages.filter((one) => one !== 'en');
const compiled: Record<(typeof others)[number], Messages> = {
  fr: french.messages as unknown as Messages,
  sw: swahili.messages as unknown as Messages,
};
const source = english.messages as unknown as Messages;
/** The part of a catalogue that may wait for its translator while English goes on. */
const mostMissing = 0.05;

/** What a compiled text fills in: its names, and of a plural those of every form. */
function placesOf(message: unknown): string[] {
  if (!Array.isArray(message)) return [];
  return message.flatMap((part): string[] => {
    if (!Array.isArray(part)) return [];
    const [name, , forms] = part as [string, string?, Record<string, unknown>?];
    const inForms = Object.entries(forms ?? {}).flatMap(([form, one]) =>
      form === 'offset' ? [] : placesOf(one),
    );
    return [name, ...inForms];
  });
}
const places = (message: unknown) => [...new Set(placesOf(message))].sort();

/** The forms of every plural in it. */
const formsOf = (message: Compiled[]): string[] =>
  message.flatMap((part) =>
    Array.isArray(part) && part[1] === 'plural'
      ? Object.keys(part[2] as object).filter((form) => form !== 'offset')
      : [],
  );

async function translations(language: string): Promise<Map<string, string>> {
  const file = join(import.meta.dirname, `../locales/${language}.po`);
  const catalogue = await formatter().parse(readFileSync(file, 'utf8'), {
    locale: language,
    sourceLocale: 'en',
    filename: file,
  });
  return new Map(Object.entries(catalogue).map(([id, one]) => [id, one.translation ?? '']));
}

describe.each(others)('the console in the language %s', (language) => {
  it('has nearly every text translated (npm run words, then translate what is empty in the .po file)', async () => {
    const all = await translations(language);
    const missing = [...all].filter(([, text]) => text === '').map(([id]) => id);
    expect(all.size).toBe(Object.keys(source).length);
    if (missing.length > all.size * mostMissing) expect(missing).toEqual([]);
  });

  it('leaves no text in English but those that are the same', async () => {
    const same = [...(await translations(language))].filter(([id, text]) => id === text).map(([id]) => id);
    expect(same.sort()).toEqual([...alike[language]].sort());
  });

  it('fills in exactly what the English text fills in, by plurals that the language has', () => {
    const known = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories];
    for (const [id, message] of Object.entries(compiled[language])) {
      expect(places(message), id).toEqual(places(source[id]));
      const forms = formsOf(message).filter((form) => !/^=?\d+$/.test(form));
      expect(known, id).toEqual(expect.arrayContaining(forms));
    }
  });
});

it('the share that is translated is counted from what a catalogue shows', () => {
  const messages = { New: ['Nouveau'], Code: ['Code'], Open: ['Open'], '{n} h': [['n'], ' h'] };
  expect(translatedShare(messages, ['Code'])).toBe(0.75);
  expect(translatedShare({}, [])).toBe(0);
});
