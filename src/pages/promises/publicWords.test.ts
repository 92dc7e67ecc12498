import { describe, expect, it } from 'vitest';
import { wordsIn } from '../words/words.ts';
import { publicWords } from './publicWords.ts';

const staff = [{ name: 'Naledi Dlamini', email: 'naledi@water.example', signature: '^ND' }];
const shown = publicWords(staff, wordsIn('en'));

describe('the words of a promise', () => {
  it.each([
    [
      'Ring Amina on 0788 123 456, says Naledi',
      ['amina.uwase.example', 'Amina Uwase'],
      'Ring the author on •••, says a member of staff',
    ],
    ['Ring Grace tomorrow', ['Grace Mutesi'], 'Ring the author tomorrow'],
    ['Ring José', ['jose.example'], 'Ring the author'],
    ['Ring Ali', ['Ali Said'], 'Ring the author'],
    ['Call Uwase back', ['jean.pierre.uwase'], 'Call the author back'],
    ['Visit Pierre at home', ['@jean.pierre.uwase.example'], 'Visit the author at home'],
    ['The example pipe is mended', ['amina.example'], 'The example pipe is mended'],
    ['For you the pump runs', ['The Kijito For You'], 'For you the pump runs'],
    ['The depot is open', ['The Kijito Residents'], 'The depot is open'],
    ['Repair the pipe with grace', ['Grace Mutesi'], 'Repair the pipe with grace'],
    ['Write to amina@home.example', [], 'Write to •••'],
    ['See https://crm.example/0788123456?mail=a@b.example', [], 'See https://crm.example/•••'],
    ['See https://crm.example/a@b.example/x', [], 'See https://crm.example/•••/x'],
    ['See https://karoowater.example/pipe', ['amina.example'], 'See https://karoowater.example/pipe'],
  ])('%j by %j are %j', (words, names, expected) => {
    expect(shown(words, names)).toBe(expected);
  });
});
