/** A sending process of its own, ready to begin at once: loads everything, then waits for its first line of input. */
import { once } from 'node:events';
import { buildChannels } from '../../src/channels/networks.ts';
import { startSending } from '../../src/jobs/sendReplies.ts';
import { freeLeasesOfTheDead, programName } from '../../src/listening/leases.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import { openStorage } from '../../src/storage/database.ts';
import { masterKey } from '../../src/storage/secrets.ts';

const [url, secret] = process.argv.slice(2);
if (url === undefined || secret === undefined) throw new Error('usage: sender.ts <url> <key>');
const key = masterKey(secret);
const storage = openStorage({ url, connections: 6 });
const now = () => new Date();
const log = (event: string, particulars: Record<string, string | number>) => {
  if (process.env.SHOW_SENDERS) console.error(event, particulars);
};
const channels = buildChannels({ fetch, now, log });
await storage.answers();
process.stdout.write('ready\n');
await once(process.stdin, 'data');
await freeLeasesOfTheDead(storage, log);
startSending(
  { storage, channels, openAccount: (...place) => openAccount(storage, key, ...place), now, log },
  programName(),
  4,
);
