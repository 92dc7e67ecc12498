/** Statements that go ahead of the answers to those before: what one transaction asks stays in it, whichever of its branches fails. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorage, type Storage, type Tenant } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type Desk, makeDesk } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  describe.each([true, false])('with prepared statements: %s', (prepared) => {
    let storage: Storage;
    let desk: Desk;
    beforeAll(async () => {
      await migrate(database().url, () => undefined);
      storage = openStorage({ url: database().url, connections: 1, prepared });
      desk = await makeDesk(storage);
    });
    afterAll(() => storage.close());

    const organisationSeen = async (tx: Tenant) =>
      (await sql<{ seen: string }>`select current_setting('answerable.organisation') as seen`.execute(tx))
        .rows[0]?.seen;
    const fails = (tx: Tenant) => sql`select 1 / 0`.execute(tx);
    const slow = (tx: Tenant) => sql`select pg_sleep(0.05)`.execute(tx);

    it('many at once are answered each with its own', async () => {
      const numbers = Array.from({ length: 40 }, (_, i) => i);
      const answers = await storage.inOrganisation(desk.organisationId, (tx) =>
        Promise.all(
          numbers.map(
            async (n) => (await sql<{ n: number }>`select ${n}::integer as n`.execute(tx)).rows[0]?.n,
          ),
        ),
      );
      expect(answers).toEqual(numbers);
    });

    it('the first statement is asked within the organisation', async () => {
      expect(await storage.inOrganisation(desk.organisationId, organisationSeen)).toBe(
        String(desk.organisationId),
      );
    });

    it('a branch that another one left behind is refused, and leaves the next transaction alone', async () => {
      let late: Promise<unknown> = Promise.resolve();
      const failed = storage.inOrganisation(desk.organisationId, (tx) => {
        late = slow(tx)
          .catch(() => undefined)
          .then(() => new Promise((resolve) => setTimeout(resolve, 30)))
          .then(() => sql`update organisation set name = 'changed by a late branch'`.execute(tx));
        late.catch(() => undefined);
        return Promise.all([fails(tx), late]);
      });
      await expect(failed).rejects.toThrow('division by zero');
      // The only client is taken again while the branch is still on its way.
      const seen = await storage.inOrganisation(desk.organisationId, async (tx) => {
        await expect(late).rejects.toThrow('after the end of its transaction');
        return organisationSeen(tx);
      });
      expect(seen).toBe(String(desk.organisationId));
      const named = await sql<{ n: number }>`
        select count(*)::integer as n from organisation where name = 'changed by a late branch'`.execute(
        storage.system,
      );
      expect(named.rows[0]?.n).toBe(0);
    });

    it('nothing of a transaction stays when one of its statements fails', async () => {
      const note = () =>
        sql<{ n: number }>`select count(*)::integer as n from institution where name = 'never'`.execute(
          storage.system,
        );
      const failed = storage.inOrganisation(desk.organisationId, (tx) =>
        Promise.all([
          sql`insert into institution (organisation_id, id, name, own) values (${desk.organisationId}, gen_random_uuid(), 'never', true)`.execute(
            tx,
          ),
          fails(tx),
        ]),
      );
      await expect(failed).rejects.toThrow();
      expect((await note()).rows[0]?.n).toBe(0);
    });

    it('nothing that was asked behind a statement that failed stays, nor comes into the next transaction', async () => {
      const add = (tx: Tenant, name: string) =>
        sql`insert into institution (organisation_id, id, name, own) values (${desk.organisationId}, gen_random_uuid(), ${name}, true)`.execute(
          tx,
        );
      const names = ['behind 1', 'behind 2', 'behind 3'];
      const failed = storage.inOrganisation(desk.organisationId, (tx) =>
        Promise.all([fails(tx), ...names.map((name) => add(tx, name))]),
      );
      await expect(failed).rejects.toThrow('division by zero');
      await storage.inOrganisation(desk.organisationId, slow);
      const stayed = await sql<{ n: number }>`
        select count(*)::integer as n from institution where name like 'behind%'`.execute(storage.system);
      expect(stayed.rows[0]?.n).toBe(0);
    });

    it('a connection that is lost in the middle fails what was asked, and the next transaction gets another', async () => {
      const failed = storage.inOrganisation(desk.organisationId, (tx) =>
        Promise.all([slow(tx), sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx), slow(tx)]),
      );
      await expect(failed).rejects.toThrow();
      expect(await storage.inOrganisation(desk.organisationId, organisationSeen)).toBe(
        String(desk.organisationId),
      );
    });

    it('who only reads cannot write, and the next one reads with the same client in a transaction of its own', async () => {
      for (const door of ['reading', 'readingByKeys'] as const) {
        const wrote = storage[door](desk.organisationId, (tx) =>
          sql`update organisation set name = 'written by who reads'`.execute(tx),
        );
        await expect(wrote).rejects.toThrow('read-only transaction');
        const moments = await Promise.all(
          [1, 2, 3].map(() =>
            storage[door](desk.organisationId, async (tx) => {
              const { rows } = await sql<{ began: string }>`select now()::text as began`.execute(tx);
              return rows[0]?.began;
            }),
          ),
        );
        expect(moments).toEqual([...new Set(moments)]);
        expect(await storage[door](desk.organisationId, organisationSeen)).toBe(String(desk.organisationId));
      }
    });

    it('who only read while the connection was lost has its answer, and the next one another connection', async () => {
      const seen = await storage.reading(desk.organisationId, async (tx) => {
        const [organisation] = await Promise.all([
          organisationSeen(tx),
          sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx).catch(() => undefined),
        ]);
        return organisation;
      });
      expect(seen).toBe(String(desk.organisationId));
      expect(await storage.reading(desk.organisationId, organisationSeen)).toBe(String(desk.organisationId));
    });
  });
});
