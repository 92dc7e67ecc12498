/**
 * The whole program, killed with -9 at random moments while its answers leave for a network's double over a slow wire, and started again. What the double took is counted at the end: every
 * answer once. Where nobody can be asked the answer is `unknown`, and goes out again only by a person's yes.
 */

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { SetUpView } from '../../src/api/contract.ts';
import { type Desk, openDesk, type Reply, type View } from './deskOverHttp.ts';
import type { KilledNetwork } from './killedNetworks.ts';
import { openSlowWire, type SlowWire } from './slowWire.ts';
import { type Answerable, startAnswerable } from './startAnswerable.ts';

/** Answers by each network at each kill. */
const perRound = 3;
const long = { timeout: 150_000, interval: 250 };

/** What came of it at one network. */
export interface KillsSeen {
  network: string;
  kills: number;
  answers: number;
  /** How many of them were in doubt at some time. */
  inDoubt: number;
  /** Left to a person in the end: what the double had, and what it had not. */
  leftToAPerson: { taken: number; notTaken: number };
  /** Once everything was settled. */
  lost: number;
  twice: number;
  fared: SlowWire['fared'];
}

/** A port that is free now; where the program is reached stays the same at every start, as it would behind a name. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}

/** Runs it: one program with an account of each network. Expects what must hold in between, and answers the figures. */
export async function killsWhileSending(
  networks: readonly KilledNetwork[],
  kills: number,
): Promise<KillsSeen[]> {
  const wires = await Promise.all(networks.map(({ address, sends }) => openSlowWire(address, sends)));
  const port = await freePort();
  const program = await startAnswerable({
    environment: {
      PORT: String(port),
      ANSWERABLE_URL: `http://127.0.0.1:${port}`,
      ANSWERABLE_PRIVATE_HOSTS: '127.0.0.1',
    },
  });
  const telling = new AbortController();
  try {
    const desk = await openDesk(program);
    const accounts: KilledAccount[] = [];
    for (const [n, net] of networks.entries()) {
      const account = new KilledAccount(net, program, desk, n);
      await account.connect(wires[n]?.address ?? '');
      accounts.push(account);
    }
    const tellers = accounts.map((account) => account.tell(telling.signal));
    for (let round = 1; round <= kills; round++) {
      await Promise.all(accounts.map((account) => account.answerSome()));
      await program.query("update reply set send_at = now() where state = 'queued'");
      await pause(50 + Math.random() * 900);
      await program.kill();
      await program.start();
      if (round % 10 === 0) process.stderr.write(`${round} kills\n`);
    }
    await Promise.all(wires.map((wire) => wire.quiet()));
    const seen: KillsSeen[] = [];
    for (const [n, account] of accounts.entries()) {
      const one = { kills, ...(await account.end()), fared: wires[n]?.fared as SlowWire['fared'] };
      process.stderr.write(`${JSON.stringify(one)}\n`);
      seen.push(one);
    }
    telling.abort();
    await Promise.all(tellers);
    return seen;
  } catch (error) {
    process.stderr.write(`${program.said().slice(-3_000)}\n`);
    throw error;
  } finally {
    telling.abort();
    await program.close();
    await Promise.all(wires.map((wire) => wire.close()));
    await Promise.all(networks.map((net) => net.close()));
  }
}

class KilledAccount {
  readonly #net: KilledNetwork;
  readonly #program: Answerable;
  readonly #desk: Desk;
  readonly #replies: Reply[] = [];
  readonly #taken = new Set<string>();
  /** Words that only this account's people write, by which their cases are known. */
  readonly #first: number;
  #hook = '';
  #written = 0;

  constructor(net: KilledNetwork, program: Answerable, desk: Desk, nth: number) {
    this.#first = nth * 10_000;
    this.#net = net;
    this.#program = program;
    this.#desk = desk;
  }

  async connect(wire: string): Promise<void> {
    const { network } = this.#net;
    const { institutions } = await this.#desk.ask<{ institutions: { id: string }[] }>('GET', '/api/me');
    const wanted = { network, institutionId: institutions[0]?.id };
    const begun = await this.#desk.ask<SetUpView>('POST', '/api/set-ups', wanted);
    // Of several addresses each ends in a word of its own.
    this.#hook = (begun.webhooks[0]?.address ?? '').replace(/^(.*\/in\/[^/]+).*$/, '$1');
    await this.#desk.ask('PUT', `/api/set-ups/${begun.id}`, { fields: this.#net.fields(wire) });
    await this.#desk.ask('POST', `/api/set-ups/${begun.id}/connect`);
  }

  /** The network calls until it is heard: whoever is dead is called again. */
  async tell(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.#net.tell !== undefined) {
      await this.#net.tell(this.#hook).catch(() => undefined); // nobody is there: it is told again
      await pause(20);
    }
  }

  /** Some write, and are answered; the answers wait for their undo to end. */
  async answerSome(): Promise<void> {
    for (let n = 0; n < perRound; n++) await this.#write();
    this.#replies.push(...(await this.#answerThem()));
  }

  async #write(): Promise<void> {
    this.#written += 1;
    const n = this.#first + this.#written;
    await vi.waitFor(async () => {
      const answer = await this.#net.write(this.#hook, n);
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    }, long);
  }

  async #answerThem(): Promise<Reply[]> {
    const cases = await vi.waitFor(async () => {
      const found = await this.#program.query<{ id: string; text: string }>(
        `select c.case_id as id, p.text from post as p join conversation as c on c.id = p.conversation_id
         where p.direction = 'inbound' and c.case_id is not null and p.text ilike '%dry in street %'`,
      );
      const next = found.filter(({ id, text }) => this.#isMine(text) && !this.#taken.has(id));
      expect(next).toHaveLength(perRound);
      return next;
    }, long);
    for (const { id } of cases) this.#taken.add(id);
    return Promise.all(
      cases.map(({ id }, n) => {
        const which = this.#first + this.#replies.length + n + 1;
        const text = `Answer ${String(which).padStart(5, '0')}. ^Naledi`;
        // As a person would: where the desk is not there for a moment nothing was changed, and it is tried again.
        return vi.waitFor(async () => {
          const shown = await this.#desk.ask<View>('GET', `/api/cases/${id}`);
          const [before] = shown.replies.filter((reply) => reply.text === text);
          return before ?? this.#desk.answer(shown, text, { mode: this.#net.mode });
        }, long);
      }),
    );
  }

  #isMine(text: string): boolean {
    const street = Number(/street (\d+)/.exec(text)?.[1]);
    return street > this.#first && street <= this.#first + this.#written;
  }

  /** Everything has its time, then a person says what became of what is still in doubt, and it is counted. */
  async end(): Promise<Omit<KillsSeen, 'kills' | 'fared'>> {
    const doubtful = await vi.waitFor(() => this.#settledByItself(), long);
    // Before anybody said anything: nothing is twice, and what is sent is there.
    const before = this.#times();
    expect([...before].filter(([, times]) => times > 1)).toEqual([]);
    const inDoubt = new Set(doubtful.map(({ id }) => id));
    const certain = this.#replies.filter(({ id }) => !inDoubt.has(id));
    expect(certain.filter(({ text }) => before.get(text) !== 1)).toEqual([]);
    const leftToAPerson = { taken: 0, notTaken: 0 };
    for (const { id, text } of doubtful) {
      const wentOut = before.has(text);
      leftToAPerson[wentOut ? 'taken' : 'notTaken'] += 1;
      await this.#sayWhatBecameOf(id, wentOut);
    }
    await vi.waitFor(() => this.#everythingSent(), { ...long, timeout: 600_000 });
    const times = this.#times();
    const ids = this.#replies.map(({ id }) => id);
    const saidOtherwise = `select subject_id from history where subject_id = any($1::uuid[])
      group by subject_id having count(*) filter (where action = 'reply_sent') <> 1`;
    expect(await this.#program.query(saidOtherwise, [ids])).toEqual([]);
    const doubts = await this.#program.query(
      "select distinct subject_id from history where subject_id = any($1::uuid[]) and action = 'reply_unknown'",
      [ids],
    );
    return {
      network: this.#net.name,
      answers: this.#replies.length,
      inDoubt: doubts.length,
      leftToAPerson,
      lost: this.#replies.filter(({ text }) => !times.has(text)).length,
      twice: [...times].filter(([, each]) => each > 1).length,
    };
  }

  /** Which of them nobody but a person can settle: throws while that is not so yet. */
  async #settledByItself(): Promise<{ id: string; text: string; state: string; reason: string | null }[]> {
    await this.#hurry();
    const rows = await this.#states();
    expect(rows.filter(({ state }) => state !== 'sent' && state !== 'unknown')).toEqual([]);
    const unknown = rows.filter(({ state }) => state === 'unknown');
    // The desk says what to do, in words that a person can follow.
    expect(unknown.filter(({ reason }) => (reason ?? '').length < 20)).toEqual([]);
    if (this.#net.keyed) expect(unknown).toEqual([]);
    const times = this.#times();
    if (this.#net.findsOut) expect(unknown.filter(({ text }) => times.has(text))).toEqual([]);
    return unknown;
  }

  /** The network may take its time with this one: it goes out again once a person said that it did not arrive, and not before. */
  async #sayWhatBecameOf(id: string, wentOut: boolean): Promise<void> {
    await vi.waitFor(async () => {
      // What was in doubt when it was looked at may be settled by now: then there is nothing left to say.
      const [row] = await this.#program.query<{ state: string }>('select state from reply where id = $1', [
        id,
      ]);
      if (row?.state === 'unknown')
        await this.#desk.ask('POST', `/api/replies/${id}/resolve-unknown`, { wentOut });
    }, long);
  }

  async #everythingSent(): Promise<void> {
    await this.#hurry();
    const rows = await this.#states();
    const again = rows.filter(({ state, text }) => state === 'unknown' && !this.#times().has(text));
    // Cut once more on the slow wire before it was taken: the person looks again.
    for (const { id } of again) if (!this.#net.keyed) await this.#sayWhatBecameOf(id, false);
    const there = rows.filter(({ state, text }) => state === 'unknown' && this.#times().has(text));
    for (const { id } of there) if (!this.#net.findsOut) await this.#sayWhatBecameOf(id, true);
    expect((await this.#states()).filter(({ state }) => state !== 'sent')).toEqual([]);
  }

  #states(): Promise<{ id: string; text: string; state: string; reason: string | null }[]> {
    const ids = this.#replies.map(({ id }) => id);
    return this.#program.query('select id, text, state, reason from reply where id = any($1::uuid[])', [ids]);
  }

  /** Nobody waits the minutes that a slow network would be given: what was asked by a program that is dead has been answered by now. */
  async #hurry(): Promise<void> {
    const ids = this.#replies.map(({ id }) => id);
    await this.#program.query(
      `update reply set state_at = state_at - interval '2 minutes', first_attempt_at = first_attempt_at - interval '2 minutes', lease_until = now()
       where id = any($1::uuid[]) and state = 'unknown' and leased_by is null`,
      [ids],
    );
    await this.#program.query(
      "update reply set send_at = now() where id = any($1::uuid[]) and state = 'later'",
      [ids],
    );
  }

  /** How often the double took which words of ours. */
  #times(): Map<string, number> {
    const times = new Map<string, number>();
    for (const text of this.#net.taken()) times.set(text, (times.get(text) ?? 0) + 1);
    return times;
  }
}
