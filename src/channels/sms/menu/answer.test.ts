import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGsm7, smsPieces } from '../../../domain/smsParts.ts';
import type { CaseStands } from '../../receiving.ts';
import { answerMenu } from './answer.ts';
import { menuLanguages, menuWords } from './words.ts';

const now = new Date('2031-01-06T12:00:00Z');
const caller = '+250788000200';
const one: CaseStands = {
  number: 12,
  state: 'answered',
  since: new Date('2031-01-04T08:00:00Z'),
  lastAnswer: { text: 'We come today at nine.', at: now },
};
const other: CaseStands = {
  number: 9,
  state: 'waiting',
  since: new Date('2031-01-02T08:00:00Z'),
  lastAnswer: null,
};
const menu = (text: string, cases: readonly CaseStands[] = []) => {
  const asked: [string, number][] = [];
  const casesOf = async (number: string, most: number) => {
    asked.push([number, most]);
    return cases.slice(0, most);
  };
  return answerMenu(text, caller, { now, casesOf }).then((answer) => ({ ...answer, asked }));
};

describe('the way through the menu', () => {
  test('begins with a language', async () => {
    expect(await menu('')).toMatchObject({
      ends: false,
      complaint: null,
      screen: expect.stringContaining('1. Kinyarwanda'),
    });
  });
  test('offers to complain or to follow', async () => {
    expect(await menu('2')).toMatchObject({
      ends: false,
      screen: 'Choose:\n1. Complain\n2. Follow a complaint',
    });
  });
  test('asks for the words, keeps them whatever stars they hold, and says that the answer comes by SMS', async () => {
    expect(await menu('1*1')).toMatchObject({ ends: false, complaint: null });
    const said = await menu('1*1*Nta mazi * twishyuye 5*3');
    expect(said).toMatchObject({ ends: true, complaint: 'Nta mazi * twishyuye 5*3', language: 'rw' });
    expect(said.screen).toMatch(/SMS/);
  });
  test('asks again where nothing was typed', async () => {
    expect(await menu('4*1* ')).toMatchObject({ ends: false, complaint: null });
  });
  test('passes over what is not in the list', async () => {
    expect(await menu('9')).toMatchObject({ ends: false, screen: expect.stringContaining('2. English') });
    expect(await menu('9*2*7')).toMatchObject({ screen: expect.stringMatching(/^That is not in the list/) });
    expect(await menu('9*2*7*1*Dry')).toMatchObject({ complaint: 'Dry', language: 'en' });
  });
});

describe('following a case', () => {
  test('asks for the cases of the caller and of nobody else', async () => {
    expect((await menu('2*2')).asked).toEqual([[caller, 5]]);
  });
  test('says so where there is none', async () => {
    expect(await menu('2*2')).toMatchObject({ ends: true, screen: 'This number has sent no complaint.' });
  });
  test('shows the only one at once', async () => {
    expect(await menu('2*2', [one])).toMatchObject({
      ends: true,
      screen: 'Case 12: we answered.\nAnswer: We come today at nine.',
    });
  });
  test('offers several, and shows the chosen one', async () => {
    expect(await menu('3*2', [one, other])).toMatchObject({
      ends: false,
      screen: 'Laquelle ?\n1. Dossier 12 (4/1)\n2. Dossier 9 (2/1)',
    });
    expect(await menu('3*2*2', [one, other])).toMatchObject({
      ends: true,
      screen: expect.stringContaining('Dossier 9: en cours'),
    });
  });
  test('an answer of any length, in any letters, fits one screen', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 600 }), async (text) => {
        const { screen } = await menu('4*2', [{ ...one, lastAnswer: { text, at: now } }]);
        const { alphabet, units } = smsPieces(screen);
        expect(units.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(
          alphabet === 'gsm7' ? 182 : 80,
        );
      }),
    );
  });
});

describe.each(menuLanguages)('the sentences in %s', (language) => {
  const words = menuWords[language];
  const all = [...Object.values(words), ...Object.values(words.states), words.caseNumber(1_234_567)].filter(
    (one): one is string => typeof one === 'string',
  );
  test('every operator can show them', () => expect(all.filter((sentence) => !isGsm7(sentence))).toEqual([]));
  test('every screen is whole: nothing of the menu itself is cut', async () => {
    const at = menuLanguages.indexOf(language) + 1;
    const many = Array.from({ length: 5 }, (_, i) => ({ ...one, number: 1_234_567 + i }));
    const screens = await Promise.all(
      ['', `${at}`, `${at}*1`, `${at}*1*x`, `${at}*2`, `${at}*9`].map((text) => menu(text, many)),
    );
    expect(screens.filter(({ screen }) => screen.includes('...'))).toEqual([]);
  });
});
