import type { Command } from './command.ts';
import { backupCommand } from './commands/backup.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { importCommand } from './commands/import.ts';
import { labelsCommand } from './commands/labels.ts';
import { memberCommand } from './commands/member.ts';
import { migrateCommand } from './commands/migrate.ts';
import { reportCommand } from './commands/report.ts';
import { restoreCommand } from './commands/restore.ts';
import { listenCommand, serveCommand, workCommand } from './commands/roles.ts';
import { upgradeCommand } from './commands/upgrade.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  serveCommand,
  workCommand,
  listenCommand,
  demoCommand,
  importCommand,
  labelsCommand,
  reportCommand,
  evaluateCommand,
  migrateCommand,
  memberCommand,
  doctorCommand,
  backupCommand,
  restoreCommand,
  upgradeCommand,
];
