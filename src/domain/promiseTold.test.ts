import { expect, it } from 'vitest';
import { promiseTold } from './promiseTold.ts';

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
  const long = { kept: false, what: '$& '.repeat(900), evidence: 'x'.repeat(2_000) };
  for (const language of ['en', 'fr', 'sw', 'rw', 'pcm', 'pt']) {
    const { text } = promiseTold([language], long);
    expect([...text.replace('{author}', 'Amina')].length).toBeLessThan(300);
    expect(text).toContain('$& $&');
  }
});
