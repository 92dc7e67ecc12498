import { isFault } from '../domain/fault.ts';
import { type Command, type Context, programRoles, WrongUse } from './command.ts';
import { demoCommand } from './commands/demo.ts';
import { commands } from './commands.ts';
import { commandHelp, programHelp } from './help.ts';
import { parseGiven } from './parse.ts';

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/**
 * Runs what was typed after `answerable`; nothing typed starts every role. Answers the exit code: 0 done, 1 a fault that was told,
 * 2 wrong use, 130 ended on Ctrl-C. `makeContext` is called once the words make sense, so that help needs no settings. Unexpected errors are thrown.
 */
export async function runCli(
  typed: readonly string[],
  terminal: Terminal,
  makeContext: () => Promise<Context>,
): Promise<number> {
  try {
    const [name, ...rest] = typed;
    if (name === undefined) await (await makeContext()).run(programRoles);
    else if (['--help', '-h', 'help'].includes(name)) terminal.out(helpFor(rest[0]));
    else if (name === '--demo') await runCommand(demoCommand, rest.map(demoOption), terminal, makeContext);
    else await runCommand(commandNamed(name), rest, terminal, makeContext);
    return 0;
  } catch (error) {
    if (error instanceof WrongUse) {
      terminal.err(`${error.message} "npx answerable --help" lists what there is.\n`);
      return 2;
    }
    if (error instanceof Error && error.name === 'AbortError') {
      terminal.err('\nEnded before it was done. The same command goes on from here.\n');
      return 130;
    }
    if (!isFault(error)) throw error;
    terminal.err(`${error.sentence}\n`);
    return 1;
  }
}

async function runCommand(
  command: Command,
  typed: readonly string[],
  terminal: Terminal,
  makeContext: () => Promise<Context>,
): Promise<void> {
  const given = parseGiven(command, typed);
  if (given === null) terminal.out(commandHelp(command));
  else await command.run(await makeContext(), given);
}

/** `npm start -- --demo --demo-speed 30` is `demo --speed 30`. */
const demoOption = (word: string) => word.replace(/^--demo-/, '--');

function helpFor(name: string | undefined): string {
  return name === undefined || name.startsWith('-') ? programHelp(commands) : commandHelp(commandNamed(name));
}

function commandNamed(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  throw new WrongUse(name.startsWith('-') ? `There is no option ${name}.` : `There is no command "${name}".`);
}
