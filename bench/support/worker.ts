/** A `work` process of its own, as `answerable work` runs it; prints how many items it took when its input ends. */
import { buildChannels } from '../../src/channels/networks.ts';
import { startWorkers } from '../../src/listening/work.ts';
import { openStorage } from '../../src/storage/database.ts';

const [url, count] = process.argv.slice(2);
if (url === undefined) throw new Error('usage: worker.ts <url> <workers>');
const storage = openStorage({ url });
const now = () => new Date();
const log = (event: string, particulars: Record<string, string | number>) =>
  console.error(event, particulars);
const channels = buildChannels({ fetch, now, log });
const workers = startWorkers({ storage, channels, now, log }, `bench-${process.pid}`, Number(count ?? 2));
process.stdin.resume();
process.stdin.on('end', async () => {
  await workers.stop();
  await storage.close();
});
