import { corrected } from '../../domain/finding.ts';
import { type CorrectedPost, correctedPosts } from '../../storage/findings.ts';
import { type Command, WrongUse } from '../command.ts';
import { organisationFor } from '../organisation.ts';

/** Columns that `npm run train` reads, by the aspect that they tell of: their heads, and what stands where nothing holds. */
const columns = [
  ['kind', 'kinds', 'other'],
  ['sentiment', 'sentiment', '-'],
  ['target', 'target', '-'],
  ['severity', 'severity', 'none'],
  ['vulnerable', 'vulnerable', '-'],
  ['threat', 'threat', '-'],
  ['nuisance', 'nuisances', '-'],
  ['says', 'says', '-'],
] as const;
/** Of an aspect nobody said anything: what a model found is no label. */
const notSaid = '?';

export const labelsCommand: Command = {
  name: 'labels',
  summary: 'Prints the posts that members corrected, with what they are, to train models by.',
  usage: ['labels [--organisation NAME]'],
  about: [
    'A table without quoting: text, by (author or house), language, languageBy (member or model), kinds, sentiment, target, severity, vulnerable, threat, nuisances, says; "?" where no member said anything of it. It holds the authors’ words: keep it as you keep the database. With its path in ANSWERABLE_LABELS `npm run train` learns from it, too.',
  ],
  options: {
    organisation: { type: 'string', value: 'NAME', help: 'needed where there are several' },
  },
  words: [0, 0],
  async run(context, given) {
    if (given.words.length > 0) throw new WrongUse(`"${given.words[0]}" is not understood here.`);
    const { storage, close } = await context.openDatabase();
    try {
      const organisationId = await organisationFor(storage, given.text('organisation'));
      const posts =
        organisationId === null
          ? []
          : await storage.inOrganisation(organisationId, (tx) => correctedPosts(tx, organisationId));
      context.out(table(posts));
    } finally {
      await close();
    }
  },
};

/** The table of these posts, tab-separated, with its head. */
export function table(posts: readonly CorrectedPost[]): string {
  const head = ['text', 'by', 'language', 'languageBy', ...columns.map(([, name]) => name)];
  const rows = posts.map(({ text, direction, found, said }) => [
    text.replaceAll(/[\t\r\n]+/g, ' '),
    direction === 'house' ? 'house' : 'author',
    corrected(found, 'language', said).join(',') || 'und',
    said.some(({ aspect }) => aspect === 'language') ? 'member' : 'model',
    ...columns.map(([aspect, , none]) =>
      said.some((one) => one.aspect === aspect) ? corrected(found, aspect, said).join(',') || none : notSaid,
    ),
  ]);
  return [head, ...rows].map((row) => `${row.join('\t')}\n`).join('');
}
