import type { ClassFigures } from '../../understanding/judging/figures.ts';
import { type Judgement, judge } from '../../understanding/judging/judge.ts';
import { readLabelled, type TableFormat } from '../../understanding/judging/labelledFile.ts';
import { tasks } from '../../understanding/judging/tasks.ts';
import { aligned } from '../aligned.ts';
import { type Command, WrongUse } from '../command.ts';

const names = Object.keys(tasks);

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'Judges what the program understands of posts on a labelled file.',
  usage: [`evaluate ${names.join('|')} --file FILE [--format tsv|csv] [--json]`],
  about: [
    'The first row of the file names its columns; text (or tweet) and label (or complaint, kinds, severity, sentiment, language) are found by name, others are left alone. TSV is read without quoting. The language is never given.',
    'Shares are between 0 and 1. macroF1 is the mean of F1 over the classes that occur in the file, weightedF1 weighs each by how often it occurs. postsPerSecond counts the reading of texts alone, on one core.',
  ],
  options: {
    file: { type: 'string', value: 'FILE', help: 'texts with their labels' },
    format: {
      type: 'string',
      value: 'FORMAT',
      help: 'tsv or csv; by the name of the file when left out',
      among: ['tsv', 'csv'],
    },
    json: {
      type: 'boolean',
      help: 'prints {task, texts, accuracy, macroF1, weightedF1, perClass, confusion, postsPerSecond}',
    },
  },
  words: [1, 1],
  async run(context, given) {
    const name = given.words[0] ?? '';
    const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
    if (task === undefined) throw new WrongUse(`There is no task "${name}"; there are ${names.join(', ')}.`);
    const file = given.text('file');
    if (file === null) throw new WrongUse('Name the labelled file: --file FILE.');
    const texts = await readLabelled(file, given.text('format') as TableFormat | null, task.columns);
    const judgement = judge(task, texts, () => performance.now());
    context.out(
      given.flag('json') ? `${JSON.stringify({ task: name, ...judgement }, null, 2)}\n` : table(judgement),
    );
  },
};

const percent = (share: number): string => (100 * share).toFixed(1);

function table(judged: Judgement): string {
  const heads = [
    `${judged.texts} texts, ${judged.postsPerSecond} posts/s`,
    `accuracy ${percent(judged.accuracy)} %, macro F1 ${percent(judged.macroF1)}, weighted F1 ${percent(judged.weightedF1)}`,
  ];
  const classes = Object.entries(judged.perClass);
  const rows = classes.map(([name, figures]) => [name, ...cells(figures)]);
  return `${[...heads, '', ...aligned([['class', 'precision', 'recall', 'F1', 'texts'], ...rows]), '', 'Rows are what a text is, columns what was said of it.', ...confusion(judged)].join('\n')}\n`;
}

const cells = ({ precision, recall, f1, support }: ClassFigures): string[] => [
  percent(precision),
  percent(recall),
  percent(f1),
  String(support),
];

function confusion({ confusion, perClass }: Judgement): string[] {
  const classes = Object.keys(perClass);
  const rows = Object.entries(confusion).map(([truth, said]) => [
    truth,
    ...classes.map((name) => String(said[name] ?? 0)),
  ]);
  return aligned([['', ...classes], ...rows]);
}
