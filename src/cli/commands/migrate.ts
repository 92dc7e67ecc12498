import type { Command } from '../command.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: "Brings the database's tables to this program's version.",
  usage: ['migrate'],
  about: [
    'Every start does this by itself. Run it alone where the tables are prepared before the program is rolled out. A database that a newer program wrote is refused and left as it is.',
  ],
  options: {},
  words: [0, 0],
  async run(context) {
    const { migrated, close } = await context.openDatabase();
    const { from, to } = migrated;
    context.err(
      from === to
        ? `The tables are at version ${to} already.\n`
        : `The tables went from version ${from} to ${to}.\n`,
    );
    await close();
  },
};
