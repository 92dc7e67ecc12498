import { writeFile } from 'node:fs/promises';

/** Writes an archive of `rows` invented posts in `threads` threads, an answer to every third. */
export async function writeArchive(path: string, rows: number, threads: number): Promise<void> {
  const lines = Array.from({ length: rows }, (_, at) =>
    JSON.stringify({
      id: `p${at}`,
      conversation: `t${at % threads}`,
      institution: 'Umoja Water',
      inbound: at < threads || at % 3 !== 0,
      author: at < threads || at % 3 !== 0 ? `author ${at % threads}` : 'UmojaWater',
      at: new Date(Date.UTC(2030, 2, 1) + at * 1_000).toISOString(),
      inReplyTo: at < threads ? null : `p${at % threads}`,
      text: `Invented words about the water line, number ${at}.`,
    }),
  );
  await writeFile(path, `${lines.join('\n')}\n`);
}
