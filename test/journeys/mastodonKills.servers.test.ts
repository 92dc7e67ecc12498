/** kill -9 while answers leave for a real server that keeps no keys: it is asked for the words under the post that is answered, so that none is lost and none goes out twice. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Desk, openDesk, patience, type Reply, type View } from '../factories/deskOverHttp.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import { type Snac, snacMissing, startSnac } from '../servers/startSnac.ts';

const missing = process.env.CI === 'true' ? null : snacMissing();
const kills = Number(process.env.KILLS ?? 3);
const perRound = 6;

describe.runIf(missing === null)('a program that is killed while it answers on a server without keys', () => {
  let snac: Snac;
  let program: Answerable;
  let desk: Desk;

  beforeAll(
    async () => {
      const started = await startSnac();
      if (started === null) throw new Error('The servers did not start.');
      snac = started;
      program = await startAnswerable({ environment: { ANSWERABLE_PRIVATE_HOSTS: '127.0.0.1' } });
      desk = await openDesk(program);
      const { institutions } = await desk.ask<{ institutions: { id: string }[] }>('GET', '/api/me');
      const fields = { server: snac.house.server, token: snac.house.token, pollSeconds: '0.3' };
      await desk.ask('POST', '/api/accounts', {
        network: 'mastodon',
        institutionId: institutions[0]?.id,
        fields,
      });
      await writeUntilHeard(kills * perRound);
    },
    180_000 + kills * 5_000,
  );
  afterAll(async () => {
    await program?.close();
    await snac?.stop();
  });

  test(
    `${kills} times: every answer is there once and recorded as sent`,
    async () => {
      const replies: Reply[] = [];
      let inFlight = 0;
      for (let round = 0; round < kills; round++) {
        const queued = await queueSome();
        replies.push(...queued);
        await Promise.all(queued.map((reply) => desk.hurry(reply.id)));
        await pause(20 + Math.random() * 350);
        await program.kill();
        await program.start();
        const doubtful = "select count(*)::int as n from history where action = 'reply_unknown'";
        inFlight = (await program.query<{ n: number }>(doubtful))[0]?.n ?? 0;
      }
      const ids = replies.map((reply) => reply.id);
      // Whoever held these leases is dead: nobody waits the minutes that a living one would be given.
      await program.query("update reply set lease_until = now() where state in ('sending', 'unknown')");
      const states = 'select state, count(*)::int as n from reply where id = any($1::uuid[]) group by state';
      // What was asked by a program that is dead has long been answered here: nobody waits the minute that a slow server would be given.
      const hurry = `update reply set state_at = state_at - interval '2 minutes', lease_until = now()
      where id = any($1::uuid[]) and state = 'unknown' and leased_by is null`;
      await vi.waitFor(
        async () => {
          await program.query(hurry, [ids]);
          expect(await program.query(states, [ids])).toEqual([{ state: 'sent', n: replies.length }]);
        },
        { timeout: 170_000, interval: 500 },
      );
      const texts = (await snac.house.written()).map(({ text }) => text.replace(/^@\S+ /, '')).sort();
      expect(texts).toEqual(replies.map(({ text }) => text).sort());
      const saidOtherwise = `select subject_id from history where subject_id = any($1::uuid[])
      group by subject_id having count(*) filter (where action = 'reply_sent') <> 1`;
      expect(await program.query(saidOtherwise, [ids])).toEqual([]);
      process.stderr.write(
        `mastodon kills: ${kills} kills, ${replies.length} answers sent once, ${inFlight} were in doubt\n`,
      );
    },
    180_000 + kills * 15_000,
  );

  /**
   * A customer writes until so many cases are there. In pieces, since this server lists the newest 64 notifications and no more; and until they are there, since of a burst it tells the house
   * itself of a little less than it took in (597 of 600 were seen).
   */
  async function writeUntilHeard(wanted: number): Promise<void> {
    const here = "select count(*)::int as n from post where network = 'mastodon' and direction = 'inbound'";
    const heard = async () => (await program.query<{ n: number }>(here))[0]?.n ?? 0;
    for (let written = 0, n = 0; n < wanted; n = await heard()) {
      const piece = Math.min(48, wanted - n);
      for (let one = 0; one < piece; one++) {
        written += 1;
        await snac.amina.write({ status: `@care@house.test dry in street ${written}` });
      }
      await vi.waitFor(async () => expect(await heard()).toBeGreaterThan(n + piece * 0.9 - 1), patience);
    }
  }

  let answered = 0;
  async function queueSome(): Promise<Reply[]> {
    const { rows } = await desk.ask<{ rows: { id: string; state: string }[] }>(
      'GET',
      '/api/cases?view=queue&limit=200',
    );
    const next = rows.filter((row) => row.state === 'new').slice(0, perRound);
    expect(next).toHaveLength(perRound);
    return Promise.all(
      next.map(async ({ id }) => {
        answered += 1;
        return desk.answer(await desk.ask<View>('GET', `/api/cases/${id}`), `Answer ${answered}. ^Naledi`);
      }),
    );
  }
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(
      `LEFT OUT: kills while a real server of the Mastodon API is spoken to. ${missing}\n`,
    );
    expect(missing).toMatch(/install\.mjs/);
  });
}
