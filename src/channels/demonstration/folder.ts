/**
 * The invented network itself: a folder. `posts.ndjson` is what its people publish, a line each, only ever added to; `replies/` holds what accounts of ours
 * publish, a file under each key, so that one key is one post; `weather.json` says that it is busy, or that the next connection breaks.
 */
import { appendFile, mkdir, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KeptReply, PublishedPost } from './item.ts';

const journal = (folder: string) => join(folder, 'posts.ndjson');
const replies = (folder: string) => join(folder, 'replies');
const replyFile = (folder: string, key: string) => join(replies(folder), `${encodeURIComponent(key)}.json`);
const weatherFile = (folder: string) => join(folder, 'weather.json');

const Weather = z.object({ busyUntil: z.iso.datetime().optional(), cutNext: z.boolean().optional() });
export type Weather = z.infer<typeof Weather>;

/** Makes the folder, and takes a line away that was half written when its writer was killed. */
export async function openFolder(folder: string): Promise<void> {
  await mkdir(replies(folder), { recursive: true });
  const whole = (await readJournal(folder, 0)).end;
  const size = await sizeOf(journal(folder));
  if (size > whole) await truncate(journal(folder), whole);
}

/** Publishes what people write, in this order. */
export async function publishPosts(folder: string, posts: readonly PublishedPost[]): Promise<void> {
  if (posts.length === 0) return;
  await appendFile(journal(folder), posts.map((post) => `${JSON.stringify(post)}\n`).join(''));
}

/** The lines of the journal from this byte on, and the byte behind the last whole one. */
export async function readJournal(
  folder: string,
  from: number,
): Promise<{ lines: { text: string; end: number }[]; end: number }> {
  const size = await sizeOf(journal(folder));
  if (size <= from) return { lines: [], end: Math.min(from, size) };
  const file = await open(journal(folder), 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    const lines: { text: string; end: number }[] = [];
    let begin = 0;
    for (let at = buffer.indexOf(10); at >= 0 && at < bytesRead; at = buffer.indexOf(10, begin)) {
      lines.push({ text: buffer.toString('utf8', begin, at), end: from + at + 1 });
      begin = at + 1;
    }
    return { lines, end: from + begin };
  } finally {
    await file.close();
  }
}

/** The posts of lines of the journal; every line was written by `publishPosts`. */
export function postsOf(lines: readonly { text: string }[]): PublishedPost[] {
  return lines.map(({ text }) => PublishedPost.parse(JSON.parse(text)));
}

/** Keeps a reply under its key; answers the one that is there, which is another attempt's where the key was used before. */
export async function keepReply(folder: string, reply: KeptReply): Promise<KeptReply> {
  try {
    await writeFile(replyFile(folder, reply.key), JSON.stringify(reply), { flag: 'wx' });
    return reply;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await findReply(folder, reply.key)) ?? reply;
  }
}

/** The reply that was kept under this key; null when there is none. One that is being written at this moment is none yet. */
export async function findReply(folder: string, key: string): Promise<KeptReply | null> {
  const text = await textOf(replyFile(folder, key));
  return text === null || text === '' ? null : KeptReply.parse(JSON.parse(text));
}

/** The keys of all that was kept. */
export async function replyKeys(folder: string): Promise<string[]> {
  const names = await readdir(replies(folder));
  return names.map((name) => decodeURIComponent(name.slice(0, -'.json'.length)));
}

/** Takes a reply away again. */
export async function dropReply(folder: string, key: string): Promise<void> {
  await rm(replyFile(folder, key), { force: true });
}

/** How the network is at this moment. */
export async function readWeather(folder: string): Promise<Weather> {
  const text = await textOf(weatherFile(folder));
  return text === null || text === '' ? {} : Weather.parse(JSON.parse(text));
}

/** Makes it so from now on. */
export async function setWeather(folder: string, weather: Weather): Promise<void> {
  await writeFile(weatherFile(folder), JSON.stringify(weather));
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
