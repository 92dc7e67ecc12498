/**
 * Promises, follow-ups and alerts through kill -9, two programs at once, and clocks that are put forward and back: two real programs on one real database, killed at random instants
 * and started again, while members work, and what they remind of and tell is received by a push service and a mail server. What came of it is counted and compared with what had to come.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { reminderDue } from '../../src/domain/commitment.ts';
import { followUpReminderDue } from '../../src/domain/followUp.ts';
import { findCommitment } from '../../src/storage/commitments.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { followUpRemindersSent } from '../../src/storage/followUpReminders.ts';
import { findFollowUp } from '../../src/storage/followUps.ts';
import { remindersSent } from '../../src/storage/reminders.ts';
import { masterKey } from '../../src/storage/secrets.ts';
import { folderOfDatabases } from '../roomInMemory.ts';
import { type PushService, startPushService } from './pushService.ts';
import { openRemindedWorld, type RemindedWorld } from './remindedWorld.ts';
import { type SmtpService, startSmtpService } from './smtpService.ts';
import { type Answerable, startAnswerable } from './startAnswerable.ts';

export interface KillsAsked {
  databaseUrl: string;
  kills: number;
  /** The same seed chooses the same work, kills and clocks; where in a program's work a kill falls, the machine decides. */
  seed: number;
  say?(line: string): void;
}

export interface KillsSeen {
  kills: number;
  /** Kills after which something was under way: being sent, due to be looked at, or not followed yet. */
  inTheMiddle: number;
  /** `wrong`: by more than a year, for a while. */
  clocks: { forward: number; back: number; wrong: number };
  promises: Reminded;
  followUps: Reminded;
  alerts: {
    raised: number;
    /** What had to be told of and is not among the alerts. */
    forgotten: string[];
    /** Pushes and letters that were not told, in whatever state. */
    untold: number;
    /** Letters that a kill left in doubt: they came once or not at all, and nobody sends them again. */
    inDoubt: number;
  };
  pushes: { came: number; alerts: number; again: number; underAnotherName: number; faults: string[] };
  letters: { came: number; twice: number; lost: number };
}

export interface Reminded {
  all: number;
  reminders: number;
  /** Facts of the history that differ from the reminders that were kept: sent twice, or kept and not told. */
  unlike: number;
  /** Open, and the reminder whose time has come was not sent. */
  forgotten: number;
  /** Ended without a member, or open though a member ended it. */
  wronglyEnded: number;
}

const hour = 3_600_000;

/** Numbers between 0 and 1 that a seed decides (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export async function throughKills(asked: KillsAsked): Promise<KillsSeen> {
  const folder = await mkdtemp(join(folderOfDatabases(), 'answerable-clock-'));
  const [push, mail] = await Promise.all([startPushService(), startSmtpService()]);
  const storage = openStorage({ url: asked.databaseUrl, connections: 4 });
  const run = new Run(asked, storage, { push, mail, clockFile: join(folder, 'ahead') });
  try {
    await run.begin();
    for (let n = 1; n <= asked.kills; n++) {
      await run.round();
      if (n % 10 === 0) asked.say?.(`${n} kills, ${push.came.length} pushes, ${mail.taken.length} letters`);
    }
    return await run.end();
  } finally {
    await run.close();
    await Promise.all([storage.close(), push.close(), mail.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every alert that was raised: by a clock that is wrong by a year the table itself forgets those that were told and taken, since they are over their ninety days then. */
const keepRaised = `
  create table raised_alert (kind text, member_id uuid, key text);
  create function keep_raised() returns trigger language plpgsql security definer set search_path = public as $$
    begin insert into raised_alert values (new.kind, new.member_id, new.key); return null; end $$;
  create trigger keep_raised after insert on alert for each row execute function keep_raised()`;

class Run {
  readonly #asked: KillsAsked;
  readonly #storage: Storage;
  readonly #around: { push: PushService; mail: SmtpService; clockFile: string };
  readonly #random: () => number;
  readonly #clocks = { forward: 0, back: 0, wrong: 0 };
  #world!: RemindedWorld;
  #programs: Answerable[] = [];
  #ahead = 0;
  /** Where the clock is put back to that is wrong now; null while it is not. */
  #rightly: number | null = null;
  #inTheMiddle = 0;

  constructor(
    asked: KillsAsked,
    storage: Storage,
    around: { push: PushService; mail: SmtpService; clockFile: string },
  ) {
    this.#asked = asked;
    this.#storage = storage;
    this.#around = around;
    this.#random = seeded(asked.seed);
  }

  async begin(): Promise<void> {
    const { push, mail, clockFile } = this.#around;
    const secret = randomBytes(32).toString('base64');
    this.#world = await openRemindedWorld({ storage: this.#storage, key: masterKey(secret), push, mail });
    await this.#query(keepRaised);
    await this.#setClock(0);
    const environment = {
      ANSWERABLE_KEY: secret,
      ANSWERABLE_PRIVATE_HOSTS: '127.0.0.1',
      NODE_OPTIONS: `--import ${new URL('./shiftedClock.mjs', import.meta.url).href}`,
      SHIFTED_CLOCK: clockFile,
    };
    const start = () => startAnswerable({ databaseUrl: this.#asked.databaseUrl, environment });
    this.#programs.push(await start(), await start());
  }

  /** Members work, the clock moves, and one program or both are killed at some instant. */
  async round(): Promise<void> {
    const random = this.#random;
    await this.#moveClock();
    // Nobody works by a clock that is wrong by a year.
    if (this.#rightly === null) await this.#world.work(this.#now(), random);
    await pause(random() ** 2 * 2_500);
    const both = random() < 0.25;
    const one = random() < 0.5 ? 0 : 1;
    const killed = this.#programs.filter((_, n) => both || n === one);
    await Promise.all(killed.map((program) => program.kill()));
    if (await this.#isUnderWay()) this.#inTheMiddle += 1;
    // Sometimes the clock is put back before anybody is there again.
    if (random() < 0.2) await this.#moveClock();
    await Promise.all(killed.map((program) => program.start()));
    await this.#haveRead();
  }

  /** Everything that is due has its time, once more nine days later; then it is counted. */
  async end(): Promise<KillsSeen> {
    if (this.#rightly !== null) await this.#moveClock();
    await this.#settled();
    await this.#haveRead();
    await this.#setClock(this.#ahead + 9 * 24 * hour);
    await this.#settled();
    return this.#count();
  }

  async #settled(): Promise<void> {
    const until = Date.now() + 180_000;
    let quiet = 0;
    while (quiet < 3 && Date.now() < until) {
      await pause(1_000);
      quiet = (await this.#isUnderWay()) ? 0 : quiet + 1;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.close()));
  }

  #now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  /** Forward by up to thirty hours; back by up to twenty, never behind the push service's own clock; and now and then wrong by more than a year until it is moved next. */
  async #moveClock(): Promise<void> {
    const luck = this.#random();
    if (this.#rightly !== null) {
      this.#clocks.back += 1;
      await this.#setClock(this.#rightly);
      this.#rightly = null;
    } else if (luck < 0.06) {
      this.#clocks.wrong += 1;
      this.#rightly = this.#ahead;
      await this.#setClock(this.#ahead + 400 * 24 * hour);
    } else if (luck < 0.5) {
      this.#clocks.forward += 1;
      await this.#setClock(this.#ahead + 30 * hour * this.#random());
    } else if (luck < 0.75) {
      this.#clocks.back += 1;
      await this.#setClock(Math.max(0, this.#ahead - 20 * hour * this.#random()));
    }
  }

  async #setClock(ahead: number): Promise<void> {
    this.#ahead = Math.round(ahead);
    await writeFile(this.#around.clockFile, String(this.#ahead));
  }

  async #query<T>(statement: string, values: unknown[] = []): Promise<T[]> {
    return (await this.#storage.pool.query(statement, values)).rows as T[];
  }

  async #number(statement: string, values: unknown[] = []): Promise<number> {
    return Number((await this.#query<{ n: number }>(`select (${statement})::integer as n`, values))[0]?.n);
  }

  /** Something waits to be looked at, followed, served or told. */
  async #isUnderWay(): Promise<boolean> {
    const waiting = await this.#number(
      `(select count(*) from alert_delivery where next_at <= $1 or state = 'sending')
       + (select count(*) from commitment where remind_at <= $1 or (remind_at is not null and reminded_at > $1))
       + (select count(*) from follow_up where remind_at <= $1 or (remind_at is not null and reminded_at > $1))
       + (select count(*) from inbox_item)
       + (select count(*) from organisation_counter as c join alert_reading as r using (organisation_id) where r.read < c.history)`,
      [this.#now()],
    );
    return waiting > 0;
  }

  /** Members look at what was told to them: of whom many lie unread nobody is told more than by the list. */
  async #haveRead(): Promise<void> {
    await this.#query(
      `update alert as a set acknowledged_at = $1, escalate_at = null where acknowledged_at is null
         and not exists (select from alert_delivery as d where d.alert_id = a.id and d.next_at is not null)`,
      [this.#now()],
    );
  }

  async #count(): Promise<KillsSeen> {
    return {
      kills: this.#asked.kills,
      inTheMiddle: this.#inTheMiddle,
      clocks: this.#clocks,
      promises: await this.#reminded('commitment'),
      followUps: await this.#reminded('follow_up'),
      alerts: await this.#alerts(),
      pushes: await this.#pushes(),
      letters: await this.#letters(),
    };
  }

  async #reminded(table: 'commitment' | 'follow_up'): Promise<Reminded> {
    const expected = table === 'commitment' ? this.#world.promises : this.#world.followUps;
    const seen: Reminded = { all: expected.size, reminders: 0, unlike: 0, forgotten: 0, wronglyEnded: 0 };
    for (const [id, state] of expected) {
      const { isOpen, isForgotten } = await this.#standing(table, id);
      seen.reminders += await this.#number(
        `select count(distinct key) from ${table}_reminder where ${table}_id = '${id}'`,
      );
      if (isOpen !== (state === 'open')) seen.wronglyEnded += 1;
      if (isForgotten) seen.forgotten += 1;
    }
    seen.unlike = await this.#number(
      `select count(*) from ${table} as t where
         (select count(distinct key) from ${table}_reminder as r where r.${table}_id = t.id)
         <> (select count(*) from history as h where h.subject_id = t.id and h.action = '${table}_reminded')`,
    );
    return seen;
  }

  #standing(
    table: 'commitment' | 'follow_up',
    id: string,
  ): Promise<{ isOpen: boolean; isForgotten: boolean }> {
    const { organisationId } = this.#world.desk;
    const now = this.#now();
    return this.#storage.inOrganisation(organisationId, async (tx) => {
      if (table === 'commitment') {
        const { commitment } = (await findCommitment(tx, organisationId, id)) ?? gone(id);
        const sent = await remindersSent(tx, organisationId, id);
        return {
          isOpen: commitment.state === 'open',
          isForgotten: reminderDue(commitment, now, sent) !== null,
        };
      }
      const { followUp } = (await findFollowUp(tx, organisationId, id)) ?? gone(id);
      const sent = await followUpRemindersSent(tx, organisationId, id);
      return {
        isOpen: followUp.endedAt === null,
        isForgotten: followUpReminderDue(followUp, now, sent) !== null,
      };
    });
  }

  async #alerts(): Promise<KillsSeen['alerts']> {
    const reminded = (table: string, kind: string) => `
      select '${kind} ' || r.key || ' to ' || r.member_id as what from ${table}_reminder as r
      join history as h on h.subject_id = r.${table}_id and h.action = '${table}_reminded' and h.at = r.at
      where not exists (select from raised_alert as a where a.kind = '${kind}' and a.member_id = r.member_id
        and a.key = r.${table}_id || ' ' || h.sequence)`;
    const forgotten = await this.#query<{ what: string }>(
      `${reminded('commitment', 'promise')} union all ${reminded('follow_up', 'follow_up')}
       union all select 'named in ' || p.id from post as p where p.text like '%when does the water come%'
         and not exists (select from raised_alert as a where a.kind = 'names_me' and a.key = p.id::text)`,
    );
    const named = await this.#number(
      `select count(*) from post where text like '%when does the water come%'`,
    );
    const missing = this.#world.named.posts - named;
    return {
      raised: await this.#number('select count(*) from raised_alert'),
      forgotten: [...forgotten.map(({ what }) => what), ...(missing > 0 ? [`${missing} posts`] : [])],
      untold: await this.#number(
        `select count(*) from alert_delivery where state not in ('sent', 'needless') and not (way = 'email' and state = 'unknown')`,
      ),
      inDoubt: await this.#number(`select count(*) from alert_delivery where state = 'unknown'`),
    };
  }

  /** The same alert may come again only where a kill fell between the push and its note, and then under the same name, which shows it once. */
  async #pushes(): Promise<KillsSeen['pushes']> {
    const { taken, faults } = this.#around.push;
    const topics = new Map<string, string>();
    let underAnotherName = 0;
    for (const { notice, topic } of taken) {
      const before = topics.get(notice.id);
      if (before !== undefined && before !== topic) underAnotherName += 1;
      topics.set(notice.id, topic);
    }
    return {
      came: taken.length,
      alerts: topics.size,
      again: taken.length - topics.size,
      underAnotherName,
      faults,
    };
  }

  async #letters(): Promise<KillsSeen['letters']> {
    const counts = new Map<string, number>();
    for (const { messageId } of this.#around.mail.taken)
      counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
    const sent = await this.#query<{ id: string }>(
      `select alert_id as id from alert_delivery where way = 'email' and state = 'sent'`,
    );
    return {
      came: this.#around.mail.taken.length,
      twice: [...counts.values()].filter((count) => count > 1).length,
      lost: sent.filter(({ id }) => ![...counts.keys()].some((key) => key.includes(id))).length,
    };
  }
}

function gone(id: string): never {
  throw new Error(`${id} is gone`);
}

/** What was wrong, in words; empty where nothing was. */
export function faultsOf({ promises, followUps, alerts, pushes, letters }: KillsSeen): string[] {
  const of = (what: string, { unlike, forgotten, wronglyEnded }: Reminded) => [
    ...(unlike > 0 ? [`${unlike} ${what} reminded twice, or not told of`] : []),
    ...(forgotten > 0 ? [`${forgotten} ${what} forgotten`] : []),
    ...(wronglyEnded > 0 ? [`${wronglyEnded} ${what} ended by nobody, or not ended`] : []),
  ];
  return [
    ...of('promises', promises),
    ...of('follow-ups', followUps),
    ...alerts.forgotten.map((what) => `no alert: ${what}`),
    ...(alerts.untold > 0 ? [`${alerts.untold} alerts not told`] : []),
    ...(pushes.underAnotherName > 0 ? [`${pushes.underAnotherName} pushed again under another name`] : []),
    ...pushes.faults,
    ...(letters.twice > 0 ? [`${letters.twice} letters twice`] : []),
    ...(letters.lost > 0 ? [`${letters.lost} letters lost`] : []),
  ];
}
