/** A `work` process of its own, as `answerable work` runs it, without what it does behind intake unless BENCH_READING=1 asks for reading posts; prints how many items it took when its input ends. */
import { buildChannels } from '../../src/channels/networks.ts';
import { startReadingPosts } from '../../src/jobs/readPosts.ts';
import { startWorkers } from '../../src/listening/work.ts';
import { openStorage } from '../../src/storage/database.ts';
import { PostReader } from '../../src/understanding/reader.ts';

const [url, count] = process.argv.slice(2);
if (url === undefined) throw new Error('usage: worker.ts <url> <workers>');
const storage = openStorage({ url });
const now = () => new Date();
const log = (event: string, particulars: Record<string, string | number>) =>
  console.error(event, particulars);
const channels = buildChannels({ fetch, now, log });
const workers = startWorkers({ storage, channels, now, log }, `bench-${process.pid}`, Number(count ?? 2));
const reader = new PostReader();
const reading =
  process.env.BENCH_READING === '1'
    ? startReadingPosts(
        { storage, now, log, read: (posts, topics) => reader.read(posts, topics), models: () => 'bench' },
        `bench-${process.pid}`,
      )
    : null;
process.stdin.resume();
process.stdin.on('end', async () => {
  await Promise.all([workers.stop(), reading?.stop()]);
  await reader.close();
  await storage.close();
});
