import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { resolveCase } from '../../src/desk/cases/workOnCase.ts';
import { authorSays, breakCommitment, keepCommitment } from '../../src/desk/commitments/endCommitment.ts';
import { giveToAnother, showInPublic } from '../../src/desk/commitments/giveToAnother.ts';
import { makeCommitment } from '../../src/desk/commitments/makeByHand.ts';
import { settleUnknown, withdrawReply } from '../../src/desk/replies/changeReply.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { sendReply } from '../../src/desk/replies/writeReply.ts';
import { standingOf } from '../../src/domain/commitment.ts';
import { commitmentsOfCase, type ReplyPromise } from '../../src/storage/commitments.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { addressOf, hear, item, makeMember, rows, serve } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

const hour = 3_600_000;

withDatabases((database) => {
  let storage: Storage;
  let at: AnsweringDesk;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());
  /** A new desk. Replies wait over all organisations: those of the test before are none of ours. */
  const begin = async () => {
    await sql`truncate reply cascade`.execute(storage.system);
    at = await deskThatAnswers(storage);
  };
  beforeEach(begin);

  const ahead = (hours: number) => new Date(at.acting().now.getTime() + hours * hour);
  const made = (hours = 48): ReplyPromise => ({
    kind: 'made',
    what: 'Repair the pipe',
    dueAt: ahead(hours),
    ownerId: at.naledi,
  });
  const promising = (promise: ReplyPromise) => at.send({ promise } as never);
  const leave = async () => {
    at.wait(11);
    await deliverNext(at.delivery());
  };
  const all = () =>
    storage.inOrganisation(at.desk.organisationId, (tx) =>
      commitmentsOfCase(tx, at.desk.organisationId, at.written.caseId),
    );
  const facts = async () =>
    (await rows<{ sequence: string; action: string; actor_id: string | null }>(at.desk, 'history'))
      .sort((a, b) => Number(a.sequence) - Number(b.sequence))
      .filter(({ action }) => action.startsWith('commitment_'));

  /** A promise that stands. */
  async function standing(hours = 48): Promise<string> {
    await promising(made(hours));
    await leave();
    const [one] = await all();
    return one?.id ?? '';
  }

  describe('an answer that promises', () => {
    test('makes a commitment when the network has it, and not before', async () => {
      const replyId = await promising(made());
      expect(await all()).toEqual([]);
      // What is on its way is no less a promise of the case.
      await expect(resolveCase(at.acting(), at.written.caseId)).rejects.toMatchObject({
        code: 'promises_open',
      });
      await leave();
      const [one, ...others] = await all();
      expect(others).toEqual([]);
      expect(one).toMatchObject({ replyId, what: 'Repair the pipe', ownerId: at.naledi, hiddenAt: null });
      expect(one?.commitment).toMatchObject({ state: 'open', renewals: 0, lateSince: null });
      expect((await facts()).map(({ action }) => action)).toEqual(['commitment_made']);
    });

    test('makes none when it is taken back, refused, or said to promise nothing', async () => {
      const taken = await promising(made());
      await withdrawReply(at.acting(), taken);
      at.network.answers.push({ kind: 'refused', code: 'invented', reason: 'No.' });
      await promising(made());
      await leave();
      await promising({ kind: 'none' });
      await leave();
      expect(await all()).toEqual([]);
      const noted = await rows<{ kind: string }>(at.desk, 'reply_promise');
      // The one that was taken back gave way to the next draft.
      expect(noted.map(({ kind }) => kind).sort()).toEqual(['made', 'none']);
    });

    test('promises what its writer said last, and nothing where they said nothing', async () => {
      const replyId = await promising(made());
      await withdrawReply(at.acting(), replyId);
      await sendReply(at.acting(), { ...at.written, replyId });
      await leave();
      expect(await all()).toEqual([]);
      expect(await rows(at.desk, 'reply_promise')).toEqual([]);
    });

    test('makes it when a person says that it went out', async () => {
      at.network.answers.push({ kind: 'unknown', reason: 'The line broke.' });
      const replyId = await promising(made());
      await leave();
      expect(await all()).toEqual([]);
      await settleUnknown(at.acting(), replyId, true);
      expect(await all()).toHaveLength(1);
    });

    test.each([
      ['has passed', () => ({ ...made(), dueAt: ahead(-1) }), 'has passed'],
      ['says nothing', () => ({ ...made(), what: ' ' }), 'what is promised'],
      ['is of nobody here', () => ({ ...made(), ownerId: randomUUID() }), 'not a member'],
      [
        'renews what is not here',
        () => ({ kind: 'renewed', commitmentId: randomUUID(), dueAt: ahead(1) }),
        'not of this case',
      ],
    ] as const)('is refused when its promise %s', async (_, promise, sentence) => {
      await expect(promising(promise() as ReplyPromise)).rejects.toThrow(sentence);
      expect(await rows(at.desk, 'reply')).toEqual([]);
    });
  });

  describe('a new date', () => {
    test('counts as a renewal once the author was told in time', async () => {
      const id = await standing(48);
      await promising({ kind: 'renewed', commitmentId: id, dueAt: ahead(96) });
      expect((await all())[0]?.commitment.renewals).toBe(0);
      await leave();
      const [one] = await all();
      expect(one?.commitment).toMatchObject({ renewals: 1, lateSince: null });
      expect(standingOf(one!.commitment, ahead(60))).toBe('made');
    });

    test('that comes too late leaves it late', async () => {
      const id = await standing(1);
      at.wait(2 * 3600);
      await promising({ kind: 'renewed', commitmentId: id, dueAt: ahead(96) });
      at.network.answers.push({
        kind: 'sent',
        networkId: addressOf('did:plc:karoowater', 'late'),
        at: ahead(0),
        handle: {},
      });
      await leave();
      await keepCommitment(at.acting(), id, 'https://karoowater.example/pipe');
      const [one] = await all();
      expect(one?.commitment).toMatchObject({ renewals: 0, state: 'kept' });
      expect(standingOf(one!.commitment, ahead(1))).toBe('kept_late');
    });

    test('for what was kept meanwhile changes nothing', async () => {
      const id = await standing();
      await promising({ kind: 'renewed', commitmentId: id, dueAt: ahead(96) });
      await keepCommitment(at.acting(), id, 'Water runs.');
      await leave();
      expect((await all())[0]?.commitment).toMatchObject({ state: 'kept', renewals: 0 });
      await expect(promising({ kind: 'renewed', commitmentId: id, dueAt: ahead(9) })).rejects.toMatchObject({
        code: 'commitment_ended',
      });
    });
  });

  describe('a promise ends', () => {
    test('by a member with something to show, is confirmed or disputed by its author, never twice', async () => {
      const id = await standing();
      await expect(keepCommitment(at.acting(), id, ' ')).rejects.toThrow('by what it is seen');
      await keepCommitment(at.acting(), id, 'https://karoowater.example/pipe');
      await expect(keepCommitment(at.acting(), id, 'Again.')).rejects.toMatchObject({
        code: 'commitment_ended',
      });
      await expect(breakCommitment(at.acting(), id, 'No.')).rejects.toMatchObject({
        code: 'commitment_ended',
      });
      await authorSays(at.acting(), id, false);
      await authorSays(at.acting(), id, false);
      expect((await all())[0]?.commitment.state).toBe('open');
      await authorSays(at.acting(), id, true);
      await authorSays(at.acting(), id, false);
      expect((await all())[0]?.commitment).toMatchObject({ state: 'kept', confirmed: true });
      expect((await facts()).map(({ action, actor_id }) => [action, actor_id === null])).toEqual([
        ['commitment_made', false],
        ['commitment_kept', false],
        ['commitment_disputed', true],
        ['commitment_kept', true],
      ]);
    });

    test('broken with a reason, and can be kept after all', async () => {
      const id = await standing();
      await breakCommitment(at.acting(), id, 'The road is closed.');
      expect((await all())[0]?.commitment.state).toBe('broken');
      at.wait(50 * 3600);
      await keepCommitment(at.acting(), id, 'It is mended.');
      expect(standingOf((await all())[0]!.commitment, ahead(0))).toBe('kept_late');
    });

    test('and one that is nowhere is not found', async () => {
      await expect(keepCommitment(at.acting(), randomUUID(), 'Yes.')).rejects.toMatchObject({
        code: 'not_found',
      });
    });
  });

  test('a promise is given to another, and hidden from the public page as its author asks', async () => {
    const id = await standing();
    const zola = await makeMember(at.desk, 'Zola');
    await giveToAnother(at.acting(), id, zola);
    await giveToAnother(at.acting(), id, zola);
    await showInPublic(at.acting(), id, false);
    await showInPublic(at.acting(), id, false);
    expect(await all()).toMatchObject([{ ownerId: zola, hiddenAt: expect.any(Date) }]);
    await showInPublic(at.acting(), id, true);
    expect((await facts()).map(({ action }) => action)).toEqual([
      'commitment_made',
      'commitment_given',
      'commitment_hidden',
      'commitment_shown',
    ]);
    await keepCommitment(at.acting(), id, 'Done.');
    expect((await all())[0]?.commitment.state).toBe('kept');
  });

  test('what we said elsewhere is made a commitment by hand, and only what we said', async () => {
    const { house } = at.desk;
    await hear(at.desk, house, [
      item({
        did: house.did,
        key: 'elsewhere',
        minute: 50,
        text: 'I will ring you tomorrow.',
        root: addressOf('did:plc:amina', 'ask'),
      }),
    ]);
    await serve(storage);
    const posts = await rows<{ id: string; direction: string }>(at.desk, 'post');
    const ours = posts.find(({ direction }) => direction === 'house');
    const byHand = { what: 'Ring her', dueAt: ahead(20), ownerId: at.naledi };
    await makeCommitment(at.acting(), at.written.caseId, { ...byHand, postId: ours?.id ?? '' });
    expect(await all()).toMatchObject([{ postId: ours?.id, replyId: null, what: 'Ring her' }]);
    await expect(
      makeCommitment(at.acting(), at.written.caseId, { ...byHand, postId: at.written.postId }),
    ).rejects.toThrow('choose a post of ours');
  });

  test('property: a promise stands once for each answer that left, whatever the network says and however many send', async () => {
    const answer = fc.constantFrom('sent', 'refused', 'later', 'unknown');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(answer, { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
        async (each) => {
          await begin();
          for (const answers of each) {
            at.network.answers.length = 0;
            for (const kind of answers)
              if (kind !== 'sent')
                at.network.answers.push(
                  kind === 'later'
                    ? { kind, at: at.acting().now, reason: 'Wait.' }
                    : kind === 'refused'
                      ? { kind, code: 'invented', reason: 'No.' }
                      : { kind, reason: 'The line broke.' },
                );
            const id = await promising(made());
            for (let visit = 0; visit < 4; visit++) {
              at.wait(120);
              await Promise.all([deliverNext(at.delivery()), deliverNext(at.delivery())]);
            }
            if ((await at.reply(id))?.state === 'unknown') await settleUnknown(at.acting(), id, true);
          }
          const sent = (await rows<{ id: string; state: string }>(at.desk, 'reply')).filter(
            ({ state }) => state === 'sent',
          );
          const standingFor = (await all()).map(({ replyId }) => replyId);
          expect(standingFor.sort()).toEqual(sent.map(({ id }) => id).sort());
        },
      ),
      { numRuns: 12 },
    );
  });
});
