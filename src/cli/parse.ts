import { parseArgs } from 'node:util';
import { type Command, type Given, WrongUse } from './command.ts';

const help = { type: 'boolean', short: 'h' } as const;

/** Reads what was typed after the command's name; null when help is wanted. Throws WrongUse with one sentence. */
export function parseGiven(command: Command, typed: readonly string[]): Given | null {
  const { values, positionals } = parsed(command, typed);
  if (values.help === true) return null;
  const [fewest, most] = command.words;
  if (positionals.length < fewest)
    throw new WrongUse(`"${command.name}" needs more: ${command.usage.join(' or ')}.`);
  if (positionals.length > most) {
    throw new WrongUse(`"${command.name}" knows nothing to do with "${positionals[most]}".`);
  }
  checkValues(command, values);
  return {
    words: positionals,
    text: (option) => (typeof values[option] === 'string' ? values[option] : null),
    flag: (option) => values[option] === true,
  };
}

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

function parsed(command: Command, typed: readonly string[]): { values: Values; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, short }]) => [
      name,
      { type, ...(short === undefined ? {} : { short }) },
    ]),
  );
  try {
    return parseArgs({
      args: [...typed],
      options: { ...options, help },
      allowPositionals: true,
      strict: true,
    });
  } catch (cause) {
    throw new WrongUse(sentenceOf(command, cause), { cause });
  }
}

function sentenceOf(command: Command, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const option = /'(-{1,2}[^' ]*)/.exec(message)?.[1] ?? '';
  if ((cause as { code?: string }).code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return `"${command.name}" has no option ${option}.`;
  }
  return message.includes('does not take an argument')
    ? `The option ${option} takes no value.`
    : `The option ${option} needs a value.`;
}

function checkValues(command: Command, values: Values): void {
  for (const [name, { among }] of Object.entries(command.options)) {
    const value = values[name];
    if (among !== undefined && typeof value === 'string' && !among.includes(value)) {
      throw new WrongUse(`The option --${name} is one of ${among.join(', ')}; not "${value}".`);
    }
  }
}
