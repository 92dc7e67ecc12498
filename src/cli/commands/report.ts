import type { ResponseSummary } from '../../domain/responseTime.ts';
import { type ResponseUnit, responseTimes } from '../../insight/responseTimes.ts';
import { aligned } from '../aligned.ts';
import { type Command, WrongUse } from '../command.ts';
import { organisationFor } from '../organisation.ts';

export const reportCommand: Command = {
  name: 'report',
  summary: 'Computes figures from what was heard and answered.',
  usage: ['report responses [--by thread|conversation] [--json]'],
  about: [
    'responses: for each institution how many threads (or conversations with one author) there are, how many were answered, and the median time to the first answer. The time runs from the first inbound post to the first house post strictly later, in clock minutes; the median is over the answered ones. Deleted posts count for nothing.',
  ],
  options: {
    by: {
      type: 'string',
      value: 'UNIT',
      help: 'thread (all posts under one root) or conversation (one author in it); default thread',
      among: ['thread', 'conversation'],
    },
    json: {
      type: 'boolean',
      help: 'prints an array of {institution, conversations, answered, medianMinutes}',
    },
    organisation: { type: 'string', value: 'NAME', help: 'needed where there are several' },
  },
  words: [1, 1],
  async run(context, given) {
    if (given.words[0] !== 'responses')
      throw new WrongUse(`There is no report "${given.words[0]}"; there is "responses".`);
    const by = (given.text('by') ?? 'thread') as ResponseUnit;
    const { storage, close } = await context.openDatabase();
    try {
      const organisationId = await organisationFor(storage, given.text('organisation'));
      const summary = organisationId === null ? [] : await responseTimes(storage, organisationId, by);
      context.out(given.flag('json') ? `${JSON.stringify(summary, null, 2)}\n` : table(summary, by));
    } finally {
      await close();
    }
  },
};

function table(summary: readonly ResponseSummary[], by: ResponseUnit): string {
  if (summary.length === 0) return 'Nobody has written yet: there is nothing to report.\n';
  const head = ['institution', `${by}s`, 'answered', 'median minutes'];
  const rows = summary.map((line) => [
    line.institution,
    String(line.conversations),
    String(line.answered),
    line.medianMinutes === null ? '-' : line.medianMinutes.toFixed(1),
  ]);
  return `${aligned([head, ...rows]).join('\n')}\n`;
}
