import type { Command } from './command.ts';

/** The help of the whole program. */
export function programHelp(commands: readonly Command[]): string {
  const widest = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(widest)}  ${summary}`);
  return `Answerable hears every complaint, answers it and follows it through.

  npx answerable                     starts everything in one process, like "npm start"
  npx answerable <command> --help    tells more about a command
  npm start -- --demo                shows a desk at work, with invented people and posts

Commands
${lines.join('\n')}

Settings come from the environment or from answerable.json in the data folder;
docs/settings.md lists them. ANSWERABLE_DATA is the data folder (./data), PORT the
port (4127), DATABASE_URL a Postgres of your own instead of the embedded one.
`;
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => {
    const short = option.short === undefined ? '' : `-${option.short}, `;
    const value = option.value === undefined ? '' : ` ${option.value}`;
    return [`  ${short}--${name}${value}`, option.help] as const;
  });
  const all = [...options, ['  -h, --help', 'tells this'] as const];
  const widest = Math.max(...all.map(([left]) => left.length));
  return [
    `${command.summary}\n`,
    ...command.usage.map((line) => `  npx answerable ${line}`),
    ...command.about.map((paragraph) => `\n${paragraph}`),
    '\nOptions',
    ...all.map(([left, right]) => `${left.padEnd(widest)}  ${right}`),
    '',
  ].join('\n');
}
