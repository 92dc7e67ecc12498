/** kill -9 while mail is sent: nothing is lost, and nothing goes out twice unasked, though a mail server cannot be asked what it took. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Desk, openDesk, type Reply, type View } from '../factories/deskOverHttp.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import { type Mail, mailMissing, startMail } from '../servers/startMail.ts';

const missing = process.env.CI === 'true' ? null : mailMissing();
const kills = Number(process.env.KILLS ?? 6);
const perRound = 6;
const house = 'care@water.example';
const amina = 'amina@people.example';

describe.runIf(missing === null)('a program that is killed while it sends mail', () => {
  let mail: Mail;
  let program: Answerable;
  let desk: Desk;

  beforeAll(async () => {
    const started = await startMail();
    if (started === null) throw new Error('The mail servers did not start.');
    mail = started;
    program = await startAnswerable();
    desk = await openDesk(program);
    const { institutions } = await desk.ask<{ institutions: { id: string }[] }>('GET', '/api/me');
    const body = { network: 'email', institutionId: institutions[0]?.id, fields: mail.typedFor(house) };
    await desk.ask('POST', '/api/accounts', body);
    const writing = Array.from({ length: kills * perRound }, (_, i) =>
      mail.send({ from: amina, to: house, subject: `Street ${i}`, text: `Dry in street ${i}.` }),
    );
    await Promise.all(writing);
    const here = "select count(*)::int as n from post where network = 'email' and direction = 'inbound'";
    await vi.waitFor(async () => expect(await program.query(here)).toEqual([{ n: kills * perRound }]), {
      timeout: 60_000,
      interval: 200,
    });
  });
  afterAll(async () => {
    await program?.close();
    await mail?.stop();
  });

  test(`${kills} times: every answer is sent once, or unknown with its Message-ID kept`, async () => {
    const replies: Reply[] = [];
    for (let round = 0; round < kills; round++) {
      const queued = await queueSome();
      replies.push(...queued);
      await Promise.all(queued.map((reply) => desk.hurry(reply.id)));
      await pause(30 + Math.random() * 500);
      await program.kill();
      await program.start();
    }
    const ids = replies.map((reply) => reply.id);
    // Whoever held these leases is dead: nobody waits the minutes that a living one would be given.
    await program.query("update reply set lease_until = now() where state in ('sending', 'unknown')");
    const settled = 'select id, state, network_key, network_id, reason from reply where id = any($1::uuid[])';
    type Row = {
      id: string;
      state: string;
      network_key: string;
      network_id: string | null;
      reason: string | null;
    };
    const rows = await vi.waitFor(
      async () => {
        const found = await program.query<Row>(settled, [ids]);
        // The lease of a sender that died is a minute; what is doubtful has been looked for once by then.
        expect(found.filter(({ state }) => state !== 'sent' && state !== 'unknown')).toEqual([]);
        expect(
          found.filter(({ state, reason }) => state === 'unknown' && !/Message-ID/.test(reason ?? '')),
        ).toEqual([]);
        return found;
      },
      { timeout: 180_000, interval: 500 },
    );
    await mail.settled();
    const received = (await mail.read(amina)).map((one) => one.messageId ?? '');
    const times = (id: string) => received.filter((one) => one === id).length;
    expect(rows).toHaveLength(replies.length);
    expect(rows.filter((row) => row.state === 'sent' && times(row.network_id ?? '') !== 1)).toEqual([]);
    expect(rows.filter((row) => times(row.network_key) > 1)).toEqual([]);
    expect(rows.every((row) => /^<[a-z2-7.]+@water\.example>$/.test(row.network_key))).toBe(true);
    const unknown = rows.filter((row) => row.state === 'unknown').length;
    process.stderr.write(
      `mail kills: ${rows.length} answers, ${rows.length - unknown} sent once, ${unknown} unknown\n`,
    );
  }, 400_000);

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
        return desk.answer(await desk.ask<View>('GET', `/api/cases/${id}`), `Answer ${answered}. ^Naledi`, {
          mode: 'direct',
        });
      }),
    );
  }
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: kills while real mail servers are spoken to. ${missing}\n`);
    expect(missing).not.toBe('');
  });
}
