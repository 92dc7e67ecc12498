import { expect, test } from 'vitest';
import { judge } from './judge.ts';
import { type Task, tasks } from './tasks.ts';

const task: Task = {
  columns: ['label'],
  truth: (label) => (label === 'strange' ? null : [label]),
  open: () => (text) => [text.includes('!') ? 'loud' : 'calm'],
};

test('every text is judged, and the time is that of reading', () => {
  let now = 0;
  const clock = () => {
    now += 500;
    return now;
  };
  const texts = [
    { text: 'a!', label: 'loud' },
    { text: 'b', label: 'loud' },
  ];
  expect(judge(task, texts, clock)).toMatchObject({ texts: 2, accuracy: 0.5, postsPerSecond: 4 });
});

test('labels of another task, and no text at all, are refused', () => {
  expect(() => judge(task, [{ text: 'a', label: 'strange' }], () => 0)).toThrow('not known: strange');
  expect(() => judge(task, [], () => 0)).toThrow('no labelled text');
});

test('labels of files are read in the words that files use', () => {
  expect(tasks.language?.truth('Swahili')).toEqual(['swa']);
  expect(tasks.language?.truth('rw')).toEqual(['kin']);
  expect(tasks.language?.truth('klingon')).toBeNull();
  expect(tasks.complaint?.truth('1')).toEqual(['complaint']);
  expect(tasks.complaint?.truth('no')).toEqual(['other']);
  expect(tasks.kind?.truth('complaint, question')).toEqual(['complaint', 'question']);
  expect(tasks.kind?.truth('other')).toEqual(['other']);
  expect(tasks.severity?.truth('-')).toEqual(['none']);
  expect(tasks.sentiment?.truth('Positive')).toEqual(['positive']);
  expect(tasks.sentiment?.truth('meh')).toBeNull();
});
