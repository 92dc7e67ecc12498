import { Fault } from '../../domain/fault.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { LabelledText } from './labelledFile.ts';
import type { Task } from './tasks.ts';

export interface Judgement extends Figures {
  texts: number;
  postsPerSecond: number;
}

/** Labels named in a fault. */
const named = 5;

/** Judges a task on labelled texts. `clock`: milliseconds. Throws Fault `labelled_unreadable` for labels that the task does not know. */
export function judge(task: Task, texts: readonly LabelledText[], clock: () => number): Judgement {
  const truths = texts.map(({ label }) => task.truth(label));
  const strange = [...new Set(texts.filter((_, at) => truths[at] === null).map(({ label }) => label))];
  if (strange.length > 0 || texts.length === 0) {
    const what =
      texts.length === 0
        ? 'The file has no labelled text.'
        : `These labels are not known: ${strange.slice(0, named).join(', ')}${strange.length > named ? ' and others' : ''}.`;
    throw new Fault('labelled_unreadable', `${what} Is it the file of another task?`);
  }
  const say = task.open();
  const began = clock();
  const said = texts.map(({ text }) => say(text));
  const seconds = (clock() - began) / 1000;
  const figures = figuresOf(texts.map((_, at) => ({ truth: truths[at] ?? [], said: said[at] ?? [] })));
  return {
    ...figures,
    texts: texts.length,
    postsPerSecond: Math.round(texts.length / Math.max(seconds, 1e-6)),
  };
}
