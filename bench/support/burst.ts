/**
 * Somebody else's burst, heard by a process of its own: `burst.ts <database url> <organisation> <account> <file of items>`. A line on its input starts it; it ends when all
 * is saved. In the process that writes on the watched organisation's network it would hold that up, which no burst elsewhere does.
 */
import { createInterface } from 'node:readline';
import { saveAndRest } from '../../src/listening/listenToAccount.ts';
import { openStorage } from '../../src/storage/database.ts';

import { readItems } from './itemFile.ts';

const [url = '', organisationId = '', accountId = '', file = ''] = process.argv.slice(2);
const storage = openStorage({ url, connections: 2 });
await storage.answers();
console.log('ready: yes');
for await (const _ of createInterface({ input: process.stdin })) break;
const items = readItems(file);
for (let batch = items.take(1_000); batch.length > 0; batch = items.take(1_000)) {
  await saveAndRest(
    storage,
    {
      organisationId: Number(organisationId),
      accountId,
      source: 'bench',
      cursor: null,
      items: batch,
      heardAt: new Date(),
    },
    new AbortController().signal,
  );
}
items.close();
await storage.close();
process.exit(0);
