import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { kinds, severities, vulnerabilities } from '../src/domain/finding.ts';
import { threats } from '../src/domain/threat.ts';
import { languages } from '../src/understanding/language.ts';
import { countries } from '../src/understanding/places.ts';
import { serviceOutputs } from '../src/understanding/serviceOutputs.ts';
import { wordsOfMeaning } from '../src/understanding/words.ts';
import {
  corpusFolder,
  gravePhrases,
  houseReplies,
  type Labelled,
  lexiconOf,
  listOf,
  patternsOf,
  sentences,
  tableOf,
  topicExamples,
} from './corpus.ts';
import { pointedAfrisenti, pointedCare, setsAreHere, setsFolder } from './sets.ts';

const says = ['apology', 'move', 'promise', 'next_step', 'brush_off', 'closing'];
const place = ({ file, line }: Labelled) => `${relative(corpusFolder, file)}:${line}`;
const strangers = (all: readonly Labelled[], label: string, known: readonly string[]) =>
  all.filter(({ labels }) => listOf(labels[label]).some((word) => !known.includes(word))).map(place);

test('every sentence says what it is in the words of the guide', () => {
  const all = sentences();
  expect(strangers(all, 'kinds', kinds)).toEqual([]);
  expect(strangers(all, 'severity', severities)).toEqual([]);
  expect(strangers(all, 'vulnerable', vulnerabilities)).toEqual([]);
  expect(strangers(all, 'threat', threats)).toEqual([]);
  expect(
    all.filter(({ labels }) => !['-2', '-1', '0', '1', '2'].includes(labels.sentiment ?? '0')).map(place),
  ).toEqual([]);
  expect(all.filter(({ language }) => ![...languages, 'mixed', 'und'].includes(language)).map(place)).toEqual(
    [],
  );
  expect(strangers(houseReplies(), 'says', says)).toEqual([]);
});

test('there are thousands of them, in every language', () => {
  const all = sentences();
  for (const language of languages)
    expect(all.filter((one) => one.language === language).length).toBeGreaterThan(600);
  expect(all.length).toBeGreaterThan(20_000);
  expect(houseReplies().length).toBeGreaterThan(1_500);
  expect(topicExamples().length).toBeGreaterThan(1_700);
});

test('lexicons hold each entry once, with a polarity or something that a post can be', () => {
  for (const language of ['swa', 'kin'])
    for (const [word, polarity] of lexiconOf(language)) {
      expect([word, Number.isInteger(polarity) && polarity !== 0 && Math.abs(polarity) <= 3]).toEqual([
        word,
        true,
      ]);
    }
  expect(gravePhrases().filter(({ says }) => !serviceOutputs.some((one) => one === says))).toEqual([]);
});

test('patterns can be read, and speak for something that a post or a reply can be', () => {
  const strange = (model: 'service' | 'says', known: readonly string[]) =>
    patternsOf(model).patterns.filter(({ says: one }) => !known.includes(one));
  expect(strange('service', serviceOutputs)).toEqual([]);
  expect(strange('says', [...says, 'hangs', 'asks'])).toEqual([]);
  expect(patternsOf('service').patterns.length).toBeGreaterThan(900);
  expect(patternsOf('says').patterns.length).toBeGreaterThan(400);
});

test('places are written down with their region and rank, and those that judge are none that were looked at', () => {
  for (const country of countries) {
    const rows = tableOf('places', `${country}.tsv`);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter(({ name, region, rank }) => !name || !region || !/^[1-4]$/.test(rank ?? ''))).toEqual(
      [],
    );
  }
  const looked = new Set(tableOf('learned', 'places.tsv').map(({ text }) => text));
  expect(tableOf('judged', 'places.tsv').filter(({ text }) => looked.has(text))).toEqual([]);
});

/** Six words in a row, anywhere in a text. */
function* sixes(text: string): Generator<string> {
  const words = wordsOfMeaning(text).filter((word) => /[\p{L}]/u.test(word));
  for (let at = 0; at + 6 <= words.length; at++) yield words.slice(at, at + 6).join(' ');
}

const ours = () => [...sentences(), ...houseReplies(), ...topicExamples()];

test('no sentence to learn from shares six words in a row with one that we wrote to judge by', () => {
  const judging = [...tableOf('judged', 'threats.tsv'), ...tableOf('judged', 'language.tsv')];
  expect(judging.length).toBe(240 + 900);
  const kept = new Set(judging.flatMap(({ text }) => [...sixes(text ?? '')]));
  expect(
    ours()
      .filter(({ text }) => [...sixes(text)].some((six) => kept.has(six)))
      .map(place),
  ).toEqual([]);
});

test.runIf(setsAreHere())('nor with a post of a public set that judges', () => {
  const judging = [
    ...pointedAfrisenti('judged'),
    ...pointedCare('care-inbound'),
    ...pointedCare('care-house'),
  ];
  expect(judging.length).toBe(8 * 155 + 622 + 583);
  const kept = new Set(judging.flatMap(({ text }) => [...sixes(text)]));
  expect(
    ours()
      .filter(({ text }) => [...sixes(text)].some((six) => kept.has(six)))
      .map(place),
  ).toEqual([]);
});

test.runIf(setsAreHere())('every labelled post is one of its set, and none that is learned judges', () => {
  const refs = (folder: 'learned' | 'judged') =>
    pointedAfrisenti(folder).map(({ labels }) => labels.ref ?? '');
  expect(refs('learned').every((ref) => ref.includes('/train/'))).toBe(true);
  expect(refs('judged').every((ref) => ref.includes('/dev/'))).toBe(true);
  expect(refs('learned').length).toBeGreaterThan(2_000);
});

test('where the sets are not, it is said', () => {
  if (!setsAreHere())
    process.stderr.write(
      `LEFT OUT: the public sets are not in ${setsFolder}: our sentences were not compared with them.\n`,
    );
  expect(existsSync(corpusFolder)).toBe(true);
});
