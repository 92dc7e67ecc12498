/**
 * The file `erasures.ndjson` in the data folder: one line for each post that its author deleted. It lies outside every backup, and a restore erases again what it names. A first
 * line names the file itself, so that the database knows what a lost or new one still lacks.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { ErasedPost } from './erasures.ts';

export const erasuresName = 'erasures.ndjson';

const Heading = z.object({ form: z.literal(1), file: z.uuid() });
const Line = z.object({
  erased: z.literal('post'),
  organisation: z.int(),
  network: z.string(),
  post: z.string(),
  at: z.iso.datetime(),
});

/** The id of the file in this folder; makes the file where there is none. Two programs that start at once agree on one. */
export async function erasuresFileIn(folder: string): Promise<string> {
  const path = join(folder, erasuresName);
  const known = await headingOf(path);
  if (known !== null) return known;
  const file = randomUUID();
  const draft = `${path}.${file}`;
  await appendTo(draft, [{ form: 1, file }]);
  try {
    await link(draft, path);
    return file;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await headingOf(path)) ?? file;
  } finally {
    await unlink(draft);
  }
}

async function headingOf(path: string): Promise<string | null> {
  try {
    const file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(200), 0, 200, 0).finally(() => file.close());
    const text = buffer.toString('utf8', 0, bytesRead);
    return Heading.parse(JSON.parse(text.slice(0, text.indexOf('\n')))).file;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Adds lines; they lie on the disk when this resolves. */
export async function keepInFile(folder: string, posts: readonly ErasedPost[]): Promise<void> {
  const lines = posts.map(({ organisationId, network, networkId, at }) => ({
    erased: 'post',
    organisation: organisationId,
    network,
    post: networkId,
    at: at.toISOString(),
  }));
  await appendTo(join(folder, erasuresName), lines);
}

/** In one write, so that two programs do not mix their lines; each line begins one, in case another was cut short before it. */
async function appendTo(path: string, lines: readonly object[]): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    const cut = (await file.stat()).size > 0 && !(await endsWithLine(path));
    await file.appendFile(`${cut ? '\n' : ''}${lines.map((line) => `${JSON.stringify(line)}\n`).join('')}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function endsWithLine(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] === 10;
  } finally {
    await file.close();
  }
}

export interface ErasureBatch {
  posts: ErasedPost[];
  /** Lines that are none: cut short by a full disk or a kill, and written again after it. */
  unreadable: number;
}

/** Reads the file in batches of one organisation each; nothing when there is no file. */
export async function* readErasures(path: string, most = 500): AsyncGenerator<ErasureBatch> {
  const input = createReadStream(path);
  let batch: ErasureBatch = { posts: [], unreadable: 0 };
  let first = true;
  try {
    for await (const text of createInterface({ input })) {
      if (first && Heading.safeParse(parsed(text)).success) {
        first = false;
        continue;
      }
      first = false;
      const post = postOf(text);
      const other =
        post !== null &&
        batch.posts[0] !== undefined &&
        batch.posts[0].organisationId !== post.organisationId;
      if (other || batch.posts.length >= most) {
        yield batch;
        batch = { posts: [], unreadable: 0 };
      }
      if (post === null) batch.unreadable += text === '' ? 0 : 1;
      else batch.posts.push(post);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (batch.posts.length > 0 || batch.unreadable > 0) yield batch;
}

function postOf(text: string): ErasedPost | null {
  const { success, data } = Line.safeParse(parsed(text));
  if (!success) return null;
  return {
    organisationId: data.organisation,
    network: data.network,
    networkId: data.post,
    at: new Date(data.at),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not a line of ours; it is counted
  }
}
