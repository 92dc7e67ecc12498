/** Looks at everything the doctor judges, one thing after the other; what cannot be looked at is a finding too. */
import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isFault } from '../../domain/fault.ts';
import { checkKey } from '../../storage/accountsOpened.ts';
import { openStorage, type Storage } from '../../storage/database.ts';
import { runningRoles } from '../../storage/listening.ts';
import { newestVersion } from '../../storage/migrate.ts';
import { loadMasterKey } from '../../storage/secrets.ts';
import { type ServerFacts, serverFacts } from '../../storage/serverFacts.ts';
import type { Context } from '../command.ts';
import { findDatabase } from '../findDatabase.ts';
import { databaseFolder } from '../openDatabase.ts';
import { lookAtAccounts } from './accounts.ts';
import { type Finding, fault, fine, warning } from './finding.ts';
import {
  clockGap,
  judgeClock,
  judgeConnections,
  judgeDisk,
  judgeRoles,
  judgeSafety,
  judgeSchema,
  judgeVersion,
  processesAmong,
} from './judge.ts';
import { lookAtAddress } from './publicAddress.ts';

/** Everything, in the order in which it is told. Changes nothing but a key for one probe; starts the embedded database for itself where nothing runs. */
export async function lookAtEverything(context: Context): Promise<Finding[]> {
  const findings: Finding[] = [];
  const url = await withDatabase(context, findings, async (address) => {
    const facts = await serverFacts(address, Date.now);
    findings.push(await diskFinding(context, facts), ...serverFindings(facts));
    if (facts.schema !== newestVersion || facts.restoring) return;
    await withStorage(address, (storage) => lookInside(context, storage, facts, findings));
  });
  if (url === null) findings.push(await diskFinding(context, null));
  return findings;
}

/** Runs work with the database's address; null, and a finding, where there is none. */
async function withDatabase(
  context: Context,
  findings: Finding[],
  work: (url: string) => Promise<void>,
): Promise<string | null> {
  const { settings } = context;
  const check = 'database';
  if (settings.databaseUrl === null && !existsSync(join(databaseFolder(settings), 'cluster'))) {
    findings.push(
      warning(
        check,
        `There is no database in ${settings.dataFolder} yet.`,
        'Start the program: it makes one. Or name the right folder with ANSWERABLE_DATA.',
      ),
    );
    return null;
  }
  try {
    const found = await findDatabase({ ...context, err: () => undefined }, true);
    try {
      await work(found.url);
      return found.url;
    } finally {
      await found.stop();
    }
  } catch (error) {
    findings.push(faultOf(check, error, 'Look at what the sentence names; docs/errors.md explains each.'));
    return null;
  }
}

/** What was thrown as a finding; only a Fault's sentence is for people. */
export function faultOf(check: string, error: unknown, mend: string): Finding {
  const sentence = isFault(error)
    ? error.sentence
    : `It could not be looked at: ${error instanceof Error ? error.message : String(error)}.`;
  return fault(check, sentence, mend);
}

async function diskFinding({ settings }: Context, facts: ServerFacts | null): Promise<Finding> {
  let folder = settings.dataFolder;
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  // The disk of a database elsewhere cannot be seen from here.
  const used = settings.databaseUrl === null ? (facts?.bytes ?? 0) : 0;
  return judgeDisk('disk', settings.dataFolder, bavail * bsize, used);
}

function serverFindings(facts: ServerFacts): Finding[] {
  const gap = clockGap(facts.clock, facts.asked, 1);
  return [
    judgeVersion(facts),
    judgeSafety(facts),
    judgeSchema(facts),
    judgeClock('clock', "The database's clock", gap),
  ];
}

async function withStorage(url: string, work: (storage: Storage) => Promise<void>): Promise<void> {
  const storage = openStorage({ url, connections: 2 });
  try {
    await work(storage);
  } finally {
    await storage.close();
  }
}

async function lookInside(
  context: Context,
  storage: Storage,
  facts: ServerFacts,
  findings: Finding[],
): Promise<void> {
  const { settings } = context;
  const now = context.now();
  const roles = await runningRoles(storage.system);
  const each = settings.databaseConnections + 1;
  findings.push(judgeConnections(facts, processesAmong(roles, now), each), judgeRoles(roles, now));
  const key = await keyFinding(context, storage);
  findings.push(key);
  if (key.state !== 'fault') findings.push(...(await lookAtAccounts(context, storage)));
  const serves = roles.some(
    ({ role, beatAt }) => role === 'serve' && now.getTime() - beatAt.getTime() < 20_000,
  );
  findings.push(...(await lookAtAddress(context, storage, serves)));
}

/** Whether the key is there, is private, and opens what was sealed. Makes none. */
async function keyFinding({ settings }: Context, storage: Storage): Promise<Finding> {
  const check = 'key';
  const path = join(settings.dataFolder, 'key');
  if (settings.key === null && !existsSync(path)) {
    const sentence = `There is no key: neither ANSWERABLE_KEY nor ${path}.`;
    return fault(
      check,
      sentence,
      'Put the former file "key" there, or set ANSWERABLE_KEY to what it was. The first start makes a new one.',
    );
  }
  try {
    const key = await loadMasterKey({ given: settings.key ?? undefined, folder: settings.dataFolder });
    await checkKey(storage.system, key);
  } catch (error) {
    return faultOf(check, error, 'Give the former key back, or connect the accounts again.');
  }
  const open =
    settings.key === null && process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0;
  return open
    ? warning(check, `Others on this machine may read ${path}.`, `Run: chmod 600 ${path}`)
    : fine(check, 'It opens the saved passwords of connected accounts, where there are any.');
}
