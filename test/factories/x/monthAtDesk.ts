/** A month of a desk on the double of X, by a clock that the test moves: what is listened to, swept and sent is the desk's own, and the money is counted in its database. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { MoneyView, SetUpView } from '../../../src/api/contract.ts';
import { x } from '../../../src/channels/x/index.ts';
import { deliverNext } from '../../../src/desk/replies/deliver.ts';
import { type Queued, sendReply } from '../../../src/desk/replies/writeReply.ts';
import type { Use } from '../../../src/domain/moneyCeiling.ts';
import { withMeter } from '../../../src/listening/meter.ts';
import { reconcile } from '../../../src/listening/reconcile.ts';
import { drainInbox } from '../../../src/listening/work.ts';
import { openAccount } from '../../../src/storage/accountsOpened.ts';
import { lastSequence } from '../../../src/storage/history.ts';
import { saveRawItems } from '../../../src/storage/inbox.ts';
import { cursorOf } from '../../../src/storage/listening.ts';
import { type ApiServer, firstRun, type Person, startApi } from '../apiServer.ts';
import { channels } from '../desk.ts';
import type { Post, Person as Writer } from './world.ts';
import { XDouble } from './xDouble.ts';

const hour = 3_600_000;
/** A source gives so much at once; less than that is the last of a look. */
const perHeading = 200;

export class MonthAtDesk {
  readonly double = new XDouble();
  readonly clock = { ahead: 0 };
  readonly now = () => new Date(Date.now() + this.clock.ahead);
  readonly channels = { ...channels, x: x({ fetch, now: this.now, log: () => undefined }) };
  readonly authors: Writer[] = [];
  /** When each use found no room for the first time. */
  readonly stopped = new Map<Use, Date>();
  /** What was said of the account. */
  readonly told: string[] = [];
  /** What X charged before there was an account: its set-up. */
  billedBefore = 0;
  accountId = '';
  #server: ApiServer | null = null;
  #admin: Person = { cookie: '' };
  #key: string | null = null;
  #me = { organisationId: 0, memberId: '' };

  get server(): ApiServer {
    if (this.#server === null) throw new Error('the desk is not open');
    return this.#server;
  }

  /** Opens it at the beginning of the next month, with an account on X that watches a word. */
  async open(people: number): Promise<this> {
    await this.double.open();
    this.double.world.now = this.now;
    for (let n = 0; n < people; n += 1) this.authors.push(this.double.world.person(`person_${n}`));
    this.#server = await startApi({ deps: { channels: this.channels }, clock: this.clock });
    this.#admin = await firstRun(this.server);
    await this.#connect();
    // A key outlives the month; somebody's session does not.
    const key = { name: 'Month', scopes: ['accounts.read', 'accounts.manage'], days: 366 };
    this.#key = (await this.ask<{ token: string }>('POST', '/api/keys', key)).token;
    const now = new Date();
    // Ten past midnight of the first in Johannesburg, where the desk is.
    this.clock.ahead =
      Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) - 2 * hour + 600_000 - Date.now();
    this.billedBefore = this.double.bill.total();
    return this;
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.double.close();
  }

  async #connect(): Promise<void> {
    const me = await this.ask<{ institutions: { id: string }[]; member: { id: string } }>('GET', '/api/me');
    const begun = await this.ask<SetUpView>('POST', '/api/set-ups', {
      network: 'x',
      institutionId: me.institutions[0]?.id,
    });
    const { consumerKey, consumerSecret, accessToken, accessSecret } = this.double.keys;
    const fields = { consumerKey, consumerSecret, accessToken, accessSecret, server: this.double.address };
    await this.ask('PUT', `/api/set-ups/${begun.id}`, { fields });
    const { id } = await this.ask<{ id: string }>('POST', `/api/set-ups/${begun.id}/connect`);
    await this.ask('PATCH', `/api/accounts/${id}`, { watched: ['burst pipe'] });
    this.accountId = id;
    const { rows } = await sql<{
      id: number;
    }>`select organisation_id as id from connected_account where id = ${id}::uuid`.execute(
      this.server.storage.system,
    );
    this.#me = { organisationId: rows[0]?.id ?? 0, memberId: me.member.id };
  }

  /** As a page of the desk asks. */
  async ask<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, payload?: object): Promise<T> {
    const by =
      this.#key === null
        ? { as: this.#admin }
        : {
            headers: { authorization: `Bearer ${this.#key}`, origin: undefined } as unknown as Record<
              string,
              string
            >,
          };
    const answer = await this.server.ask({
      method,
      url,
      ...by,
      ...(payload === undefined ? {} : { payload }),
    });
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  money(): Promise<MoneyView> {
    return this.ask('GET', `/api/accounts/${this.accountId}/money`);
  }

  setCeiling(dollars: number | null): Promise<MoneyView> {
    const ceiling = dollars === null ? null : dollars * 1_000_000;
    return this.ask('PUT', `/api/accounts/${this.accountId}/money`, { ceiling, currency: 'USD' });
  }

  /** What X charged since the account is here, by the double's own price list. */
  billed(): number {
    return this.double.bill.total() - this.billedBefore;
  }

  /** What the desk counted, all months together. */
  async counted(): Promise<{ spent: number; setAside: number }> {
    const { rows } = await sql<{ spent: number; setAside: number }>`
      select coalesce(sum(spent), 0)::bigint as spent, coalesce(sum(set_aside), 0)::bigint as "setAside" from account_month`.execute(
      this.server.storage.system,
    );
    return rows[0] ?? { spent: 0, setAside: 0 };
  }

  forward(hours: number): void {
    this.clock.ahead += hours * hour;
  }

  mention(words: string, n: number): Post {
    const author = this.authors[n % this.authors.length];
    if (author === undefined) throw new Error('nobody writes');
    return this.double.world.write(author, `@water_care ${words}`);
  }

  /** The account as roles.ts opens it. `short` is told of each use that found no room. */
  async #account(short: (use: Use) => void = () => undefined) {
    const { storage, key } = this.server;
    const { organisationId } = this.#me;
    const opened = await openAccount(storage, key, organisationId, this.accountId);
    if (opened === null) throw new Error('the account is gone');
    const tell = ({ sentence }: { sentence: string }) => void this.told.push(sentence);
    const deps = { storage, channels: this.channels, now: this.now, log: () => undefined };
    const account = withMeter(deps, { ...opened, tell });
    const { meter } = account;
    if (meter === undefined) throw new Error('X is not metered');
    const setAside: typeof meter.setAside = async (use, micros) => {
      const aside = await meter.setAside(use, micros);
      if (aside === null && !this.stopped.has(use)) this.stopped.set(use, this.now());
      if (aside === null) short(use);
      return aside;
    };
    return { ...account, meter: { ...meter, setAside } };
  }

  /** One look of a source, from its saved cursor; where there is no money it would wait, and is left alone. */
  async listen(name: 'posts' | 'watched'): Promise<void> {
    const { storage } = this.server;
    const { organisationId } = this.#me;
    const { accountId } = this;
    const end = new AbortController();
    const account = await this.#account(() => end.abort());
    const before = await storage.inOrganisation(organisationId, (tx) =>
      cursorOf(tx, organisationId, accountId, name),
    );
    const source = this.channels.x.sources.find((one) => one.name === name);
    for await (const { items, cursor } of source?.stream(account, before, end.signal) ?? []) {
      const kept = items.map(({ key, payload }) => ({ key, payload: JSON.stringify(payload) }));
      const files: never[] = [];
      await saveRawItems(storage, {
        organisationId,
        accountId,
        source: name,
        cursor,
        items: kept,
        files,
        heardAt: this.now(),
      });
      if (items.length < perHeading) break;
    }
    end.abort();
  }

  /** Re-reads the network; answers how many had been missing, or null where it could not be done. */
  async sweep(): Promise<number | null> {
    const { storage } = this.server;
    const account = await this.#account();
    const { rows } = await sql<{
      at: Date | null;
    }>`select reconciled_at as at from connected_account where id = ${this.accountId}::uuid`.execute(
      storage.system,
    );
    const due = { ...this.#me, accountId: this.accountId, reconciledAt: rows[0]?.at ?? this.now() };
    try {
      return await reconcile(
        { storage, channel: this.channels.x, account, now: this.now },
        due,
        new AbortController().signal,
      );
    } catch (error) {
      if (!String(error).includes("month's money")) throw error;
      return null;
    }
  }

  /** Takes what was heard to the desk. */
  async take(): Promise<void> {
    const { storage } = this.server;
    const deps = { storage, channels: this.channels, worker: 'test', now: this.now, log: () => undefined };
    await drainInbox(deps, () => undefined);
  }

  /** Ids here of posts of the network; who is missing was not heard. */
  async heard(networkIds: readonly string[]): Promise<Map<string, { postId: string; caseId: string }>> {
    const { rows } = await sql<{ networkId: string; postId: string; caseId: string }>`
      select p.network_id as "networkId", p.id as "postId", c.case_id as "caseId" from post as p
      join conversation as c on c.organisation_id = p.organisation_id and c.id = p.conversation_id
      where p.network = 'x' and p.network_id = any(${[...networkIds]}::text[])`.execute(
      this.server.storage.system,
    );
    return new Map(rows.map(({ networkId, ...place }) => [networkId, place]));
  }

  /** Queues an answer, as the composer does. */
  async answer(to: { postId: string; caseId: string }, text: string): Promise<void> {
    const { storage } = this.server;
    const { organisationId, memberId } = this.#me;
    const writtenOn = await storage.inOrganisation(organisationId, (tx) => lastSequence(tx, organisationId));
    const written: Queued = {
      ...{ ...to, text, accountId: this.accountId, mode: 'public', attachments: [] },
      ...{ replyId: randomUUID(), writtenOn, despite: null, promise: null },
      shows: [],
    };
    await sendReply({ storage, organisationId, memberId, now: this.now(), channels: this.channels }, written);
  }

  /** Hands over what is due, as several senders do. */
  async deliver(): Promise<void> {
    this.clock.ahead += 15_000;
    const { storage } = this.server;
    const deps = {
      ...{ storage, channels: this.channels, now: this.now, log: () => undefined },
      openAccount: () => this.#account(),
    };
    const sender = async (worker: string) => {
      while (await deliverNext({ ...deps, worker }));
    };
    await Promise.all(['one', 'two', 'three', 'four'].map(sender));
  }

  /** How many replies are in each state. */
  async replies(): Promise<Record<string, number>> {
    const { rows } = await sql<{
      state: string;
      n: number;
    }>`select state, count(*)::integer as n from reply group by 1`.execute(this.server.storage.system);
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  }
}
