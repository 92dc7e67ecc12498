import { afterAll, beforeAll, describe, inject } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';

/**
 * Registers the same tests once per Postgres that we promise to run on: the embedded one and Debian's 15.
 * Each gets a fresh database with all tables before its first test; `database()` gives it inside hooks and tests.
 */
export function withDatabases(body: (database: () => TestDatabase, serverName: string) => void): void {
  for (const server of inject('servers')) {
    describe(`on ${server.name}`, () => {
      let made: TestDatabase | undefined;
      beforeAll(async () => {
        made = await createTestDatabase(server);
      });
      afterAll(async () => {
        await made?.drop();
      });
      body(() => {
        if (!made)
          throw new Error('The database is there from the first hook on, not while tests are collected.');
        return made;
      }, server.name);
    });
  }
}
