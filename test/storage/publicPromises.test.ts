/** What the public page counts of promises is what folds of their acts say, whatever was done to them. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommitmentAct, commitmentOf, ledgerOf, mayFollow } from '../../src/domain/commitment.ts';
import { findCommitment, insertCommitment, writeAct } from '../../src/storage/commitments.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { findInstitutionByPage, ledgerOfInstitution } from '../../src/storage/publicPromises.ts';
import { rows } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

const hour = 3_600_000;

withDatabases((database) => {
  let storage: Storage;
  let at: AnsweringDesk;
  let conversationId: string;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 4 });
    at = await deskThatAnswers(storage);
    const [one] = await rows<{ id: string }>(at.desk, 'conversation');
    conversationId = one?.id ?? '';
  });
  afterAll(() => storage.close());

  const begun = new Date('2031-01-01T00:00:00Z');
  const hours = (n: number) => new Date(begun.getTime() + n * hour);

  /** Acts that may follow each other, as they are written. */
  async function write(
    steps: readonly { kind: CommitmentAct['kind']; after: number; due: number }[],
  ): Promise<void> {
    const { organisationId } = at.desk;
    const [first, ...others] = steps;
    const madeAt = hours(first?.after ?? 0);
    const id = randomUUID();
    await storage.inOrganisation(organisationId, async (tx) => {
      await insertCommitment(tx, organisationId, {
        id,
        conversationId,
        replyId: null,
        postId: at.written.postId,
        what: 'Repair the pipe',
        ownerId: at.naledi,
        by: at.naledi,
        madeAt,
        dueAt: new Date(madeAt.getTime() + (first?.due ?? 1) * hour),
      });
      let time = madeAt;
      for (const { kind, after, due } of others) {
        time = new Date(time.getTime() + after * hour);
        const act = actOf(kind, time, new Date(time.getTime() + due * hour));
        const stored = await findCommitment(tx, organisationId, id);
        if (stored === null || !mayFollow(stored.commitment, act)) continue;
        const by = act.kind === 'disputed' ? null : at.naledi;
        const standsAfter = commitmentOf([...stored.history, act]);
        await writeAct(tx, organisationId, stored, {
          act,
          after: standsAfter,
          by,
          replyId: null,
          evidence: 'Seen.',
        });
      }
    });
  }

  const actOf = (kind: CommitmentAct['kind'], time: Date, dueAt: Date): CommitmentAct =>
    kind === 'made' || kind === 'renewed'
      ? { kind, at: time, dueAt }
      : kind === 'kept'
        ? { kind, at: time, by: 'member' }
        : { kind, at: time };

  const step = fc.record({
    kind: fc.constantFrom<CommitmentAct['kind']>('made', 'renewed', 'kept', 'broken', 'disputed'),
    after: fc.integer({ min: 1, max: 60 }),
    due: fc.integer({ min: 1, max: 90 }),
  });

  test('property: the ledger of the page is the ledger of the folds, at any moment and of any time', async () => {
    const { organisationId, institutionId } = at.desk;
    const [institution] = await rows<{ page: string }>(at.desk, 'institution');
    expect(await findInstitutionByPage(storage.system, institution?.page ?? '')).toMatchObject({
      id: institutionId,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { maxLength: 8 }),
        fc.integer({ min: -1, max: 400 }),
        fc.option(fc.integer({ min: 0, max: 60 })),
        async (promised, when, since) => {
          await sql`truncate commitment cascade`.execute(storage.system);
          for (const steps of promised) await write(steps);
          const now = hours(when);
          const from = hours(since ?? 0);
          const folds = await storage.inOrganisation(organisationId, async (tx) => {
            const found = await rows<{ id: string }>(at.desk, 'commitment');
            return Promise.all(found.map(({ id }) => findCommitment(tx, organisationId, id)));
          });
          const all = folds.flatMap((one) => (one === null ? [] : [one.commitment]));
          const recent = all.filter(({ madeAt }) => madeAt >= from);
          const ledger = await storage.inOrganisation(organisationId, (tx) =>
            ledgerOfInstitution(tx, organisationId, institutionId, { since: from, now }),
          );
          expect(ledger).toEqual({ everything: ledgerOf(all, now), since: ledgerOf(recent, now) });
        },
      ),
      { numRuns: 25 },
    );
  });
});
