import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asksWhether } from './didItHappen.ts';
import { promiseTold, quotedIn } from './promiseTold.ts';

const kept = { kept: true, what: 'Repair the pipe. ', evidence: 'https://karoowater.example/pipe' };

it('says in the author’s language what was promised, that it is done, and what shows it', () => {
  expect(promiseTold(['fr-CD'], kept)).toEqual({
    language: 'fra',
    text: 'Bonjour {author}. Nous vous avions promis : « Repair the pipe ». C’est fait. https://karoowater.example/pipe',
  });
  expect(promiseTold([null, 'swa'], { ...kept, kept: false, evidence: null }).text).toContain(
    'tunaomba radhi',
  );
});

it('is in English where the language is not known or not ours', () => {
  for (const language of [null, '', 'zu', 'constructor', '__proto__'])
    expect(promiseTold([language], kept).language).toBe('eng');
});

it('fits the shortest network whatever was promised, and takes no pattern for one', () => {
  const long = { what: '$& '.repeat(900), evidence: 'x'.repeat(2_000) };
  for (const language of ['en', 'fr', 'sw', 'rw', 'pcm', 'pt', 'en asks', 'fr asks', 'sw asks', 'pcm asks']) {
    const asks = language.endsWith('asks');
    const { text } = promiseTold([language.split(' ')[0] ?? ''], { ...long, kept: asks, asks });
    expect([...text.replace('{author}', 'Amina')].length).toBeLessThan(300);
    expect(text).toContain('$& $&');
  }
});

it('asks so that it is known again, whatever was promised and whatever shows it', () => {
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(
      fc.constantFrom('en', 'fr', 'sw', 'rw', 'pcm', 'pt'),
      words,
      fc.option(words),
      (language, what, evidence) => {
        expect(asksWhether(promiseTold([language], { kept: true, what, evidence, asks: true }).text)).toBe(
          true,
        );
      },
    ),
  );
});

it('the longest promise that is quoted is taken for it, and two where both are', () => {
  const [short, long] = [{ what: 'Repair the pipe' }, { what: 'Repair the pipe in Palm Street' }];
  expect(quotedIn('“Repair the pipe in Palm Street”. It is done.', [short, long])).toEqual([long]);
  expect(quotedIn('“Repair the pipe”. It is done.', [short, long])).toEqual([short]);
  expect(quotedIn('Repair the pipe, Repair the pipe in Palm Street', [short, long])).toEqual([long, short]);
  expect(quotedIn('It is done.', [short, { what: null }])).toEqual([]);
});
