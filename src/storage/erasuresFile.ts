/**
 * The file `erasures.ndjson` in the data folder: one line for each post that its author deleted, some for each author who was erased. It lies outside every backup, and a restore erases again what it names. A first
 * line names the file itself, so that the database knows what a lost or new one still lacks.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { ErasedAuthor, ErasedPost } from './erasures.ts';

export const erasuresName = 'erasures.ndjson';

const Heading = z.object({ form: z.literal(1), file: z.uuid() });
const PostLine = z.object({
  erased: z.literal('post'),
  organisation: z.int(),
  network: z.string(),
  post: z.string(),
  at: z.iso.datetime(),
});
/** `identities` are ids of ours; `names` are prints (storage/erasedNames.ts), each with the time until which an author is meant. */
const AuthorLine = z.object({
  erased: z.literal('author'),
  organisation: z.int(),
  erasure: z.uuid(),
  at: z.iso.datetime(),
  by: z.uuid().nullable(),
  case: z.int(),
  identities: z.array(z.uuid()),
  names: z.array(z.tuple([z.string().regex(/^[0-9a-f]{32}$/), z.iso.datetime().nullable()])),
});
const Line = z.discriminatedUnion('erased', [PostLine, AuthorLine]);
type Line = z.infer<typeof Line>;

/** Lines stay short enough to be read one by one, however much somebody wrote. */
const namesInLine = 500;

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
export async function keepInFile(
  folder: string,
  news: { posts: readonly ErasedPost[]; authors: readonly ErasedAuthor[] },
): Promise<void> {
  const lines = [...news.posts.map(lineOfPost), ...news.authors.flatMap(linesOfAuthor)];
  await appendTo(join(folder, erasuresName), lines);
}

const lineOfPost = ({ organisationId, network, networkId, at }: ErasedPost): Line => ({
  erased: 'post',
  organisation: organisationId,
  network,
  post: networkId,
  at: at.toISOString(),
});

function linesOfAuthor({ organisationId, id, at, by, caseNumber, identities, prints }: ErasedAuthor): Line[] {
  const names = prints.map(({ print, until }): [string, string | null] => [
    print.toString('hex'),
    until?.toISOString() ?? null,
  ]);
  const line = {
    organisation: organisationId,
    erasure: id,
    at: at.toISOString(),
    by,
    case: caseNumber,
    identities,
  };
  const lines: Line[] = [];
  for (let from = 0; from < Math.max(1, names.length); from += namesInLine)
    lines.push({ erased: 'author', ...line, names: names.slice(from, from + namesInLine) });
  return lines;
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
  /** At most one; somebody who wrote much comes several times, each time with other names. */
  author: ErasedAuthor | null;
  /** Lines that are none: cut short by a full disk or a kill, and written again after it. */
  unreadable: number;
}

const emptyBatch = (): ErasureBatch => ({ posts: [], author: null, unreadable: 0 });

/** Reads the file in batches of one organisation each, in the order of its lines; nothing when there is no file. */
export async function* readErasures(path: string, most = 500): AsyncGenerator<ErasureBatch> {
  const input = createReadStream(path);
  let batch = emptyBatch();
  let first = true;
  try {
    for await (const text of createInterface({ input })) {
      const heading = first && Heading.safeParse(parsed(text)).success;
      first = false;
      if (heading) continue;
      const line = Line.safeParse(parsed(text)).data ?? null;
      if (mustEnd(batch, line, most)) {
        yield batch;
        batch = emptyBatch();
      }
      if (line === null) batch.unreadable += text === '' ? 0 : 1;
      else if (line.erased === 'author') batch.author = authorOf(line);
      else batch.posts.push(postOf(line));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (batch.posts.length > 0 || batch.author !== null || batch.unreadable > 0) yield batch;
}

/** An author is a batch alone; posts of one organisation are one together. */
function mustEnd({ posts, author }: ErasureBatch, next: Line | null, most: number): boolean {
  if (author !== null || posts.length >= most) return true;
  const organisation = posts[0]?.organisationId;
  return (
    next !== null &&
    organisation !== undefined &&
    (next.erased === 'author' || next.organisation !== organisation)
  );
}

const postOf = (line: z.infer<typeof PostLine>): ErasedPost => ({
  organisationId: line.organisation,
  network: line.network,
  networkId: line.post,
  at: new Date(line.at),
});

const authorOf = (line: z.infer<typeof AuthorLine>): ErasedAuthor => ({
  organisationId: line.organisation,
  id: line.erasure,
  at: new Date(line.at),
  by: line.by,
  caseNumber: line.case,
  identities: line.identities,
  prints: line.names.map(([print, until]) => ({
    print: Buffer.from(print, 'hex'),
    until: until === null ? null : new Date(until),
  })),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not a line of ours; it is counted
  }
}
