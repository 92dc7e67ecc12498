import { expect, test } from 'vitest';
import type { Context } from './command.ts';
import { commands } from './commands.ts';
import { commandHelp, programHelp } from './help.ts';
import { runCli } from './run.ts';
import { readSettings } from './settings.ts';

interface Run {
  code: number;
  out: string;
  err: string;
  ran: string[];
  madeContext: boolean;
}

async function typed(...words: string[]): Promise<Run> {
  const seen: Run = { code: -1, out: '', err: '', ran: [], madeContext: false };
  const terminal = {
    out: (text: string) => {
      seen.out += text;
    },
    err: (text: string) => {
      seen.err += text;
    },
  };
  seen.code = await runCli(words, terminal, async () => {
    seen.madeContext = true;
    const context: Partial<Context> = {
      ...terminal,
      settings: await readSettings({}, '/nowhere'),
      run: async (roles) => {
        seen.ran.push(...roles);
      },
    };
    return context as Context;
  });
  return seen;
}

test('nothing typed starts every role in one process', async () => {
  expect(await typed()).toMatchObject({ code: 0, ran: ['web', 'listen', 'work'] });
});

test('each role runs alone', async () => {
  expect(await typed('serve')).toMatchObject({ code: 0, ran: ['web'] });
  expect(await typed('work')).toMatchObject({ code: 0, ran: ['work'] });
  expect(await typed('listen')).toMatchObject({ code: 0, ran: ['listen'] });
});

test.each(commands.map(({ name }) => [name]))(
  '%s --help says what it does, without settings',
  async (name) => {
    const { code, out, err, madeContext } = await typed(name, '--help');
    expect({ code, err, madeContext }).toEqual({ code: 0, err: '', madeContext: false });
    expect(out).toContain(`npx answerable ${name}`);
    expect(await typed('help', name)).toMatchObject({ code: 0, out });
  },
);

test('the help names every command, and each help every option', () => {
  for (const command of commands) {
    expect(programHelp(commands)).toContain(command.summary);
    for (const option of Object.keys(command.options)) expect(commandHelp(command)).toContain(`--${option}`);
  }
});

test.each([
  [['nonsense'], 'There is no command "nonsense".'],
  [['--loud'], 'There is no option --loud.'],
  [['serve', '--loud'], '"serve" has no option --loud.'],
  [['serve', 'now'], '"serve" knows nothing to do with "now".'],
  [['import'], '"import" needs more'],
  [['import', 'a', '--organisation'], 'The option --organisation needs a value.'],
  [['report', 'responses', '--json=yes'], 'The option --json takes no value.'],
  [['report', 'responses', '--by', 'week'], 'The option --by is one of thread, conversation; not "week".'],
  [['report', 'weather'], 'There is no report "weather"'],
  [['backup'], '"backup" needs more'],
  [['backup', '/tmp', '--keep', 'all'], '--keep is a number'],
  [['backup', '/nowhere/at/all.backup', '--keep', '3'], '--keep is for a folder'],
  [['restore'], '"restore" needs more'],
  [['upgrade', 'now'], '"upgrade" knows nothing to do with "now".'],
  [['member', 'sack'], '"member" cannot "sack"'],
])('%j is refused with one sentence and exit code 2', async (words, sentence) => {
  const { code, out, err } = await typed(...words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(sentence);
});
