/**
 * A program of its own that spends an account's money as channels do, until it finds no room: `node spender.ts <database> <organisation> <account> <use> <micros> <mode>`. `mode` is `settle` (each
 * request costs what was set aside) or `hold` (it says "held" and never settles, to be killed). Says at its end what it spent.
 */

import { uses } from '../../src/domain/moneyCeiling.ts';
import { withMeter } from '../../src/listening/meter.ts';
import { openStorage } from '../../src/storage/database.ts';

const [url = '', organisation = '', accountId = '', name = '', micros = '', mode = ''] =
  process.argv.slice(2);
const use = uses.find((one) => one === name) ?? 'answering';
const storage = openStorage({ url, connections: 4 });
const account = withMeter(
  {
    storage,
    channels: { x: { charges: () => 'USD' } } as never,
    now: () => new Date(),
    log: () => undefined,
  },
  { organisationId: Number(organisation), accountId, network: 'x', settings: {} },
);

let spent = 0;
async function spend(): Promise<void> {
  for (;;) {
    const aside = await account.meter?.setAside(use, Number(micros));
    if (aside == null) return;
    if (mode === 'hold') {
      process.stdout.write('held\n');
      await new Promise(() => setInterval(() => undefined, 60_000));
    }
    await aside.settle(Number(micros));
    spent += Number(micros);
  }
}

await Promise.all([spend(), spend(), spend(), spend()]);
await storage.close();
process.stdout.write(`${spent}\n`);
