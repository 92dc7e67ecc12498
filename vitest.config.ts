import { defineConfig } from 'vitest/config';
import { ContractTable } from './test/contractTable.ts';
import { Faults } from './test/faults.ts';
import { LongestFirst } from './test/longestFirst.ts';

/** A poll ends at its first success: a long patience costs nothing on a good day, and a busy machine takes seconds where a quiet one takes none. */
const poll = { timeout: 30_000 };

/** `fast` is bin/check: rules and normalisers beside their files. `slow` needs a database, a server or a browser. */
export default defineConfig({
  test: {
    reporters: ['default', new Faults(), new ContractTable()],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'fast',
          include: [
            'src/**/*.test.ts',
            'training/**/*.test.ts',
            'test/floors/**/*.test.ts',
            'web/src/**/*.test.{ts,tsx}',
          ],
          pool: 'threads',
          // They share nothing but the code, which is loaded once a worker: half of the time.
          isolate: false,
          // Properties and pictures take their time on a machine that does something else beside.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'storage',
          expect: { poll },
          // Each file opens a database of its own and shares nothing but the code, which is loaded once a worker.
          isolate: false,
          setupFiles: ['test/quickPasswords.ts'],
          globalSetup: ['test/globalDatabase.ts'],
          include: ['test/storage/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'journeys',
          expect: { poll },
          // Each file opens a desk of its own and shares nothing but the code, which is loaded once a worker: half of the time.
          isolate: false,
          setupFiles: ['test/quickPasswords.ts'],
          globalSetup: ['test/globalDatabase.ts', 'test/globalProgram.ts'],
          include: ['test/journeys/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'browser',
          expect: { poll },
          // Each file opens a desk of its own and shares nothing but the code, which is loaded once a worker: half of the time.
          isolate: false,
          setupFiles: ['test/quickPasswords.ts'],
          globalSetup: ['test/globalDatabase.ts', 'test/globalConsole.ts', 'test/globalProgram.ts'],
          include: ['test/browser/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
