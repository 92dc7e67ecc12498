// A program that a test may kill: starts the embedded database on the folder it is given, tells each event and its
// address as a line of JSON, and ends in order when its standard input ends.

import { startEmbeddedDatabase } from '../../src/database/embedded.ts';
import { isFault } from '../../src/domain/fault.ts';

const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const folder = process.argv[2] ?? '';
  const database = await startEmbeddedDatabase({ folder, onProgress: ({ step }) => tell({ step }) });
  tell({ url: database.url, adopted: database.adopted });
  process.stdin.resume().on('end', () => void database.stop());
} catch (error) {
  tell(
    isFault(error)
      ? { code: error.code, sentence: error.sentence }
      : { code: 'none', sentence: String(error) },
  );
  process.exitCode = 1;
}
