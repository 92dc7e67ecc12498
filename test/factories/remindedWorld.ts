/** A desk on which much is due: promises, follow-ups and alerts to members with a browser and a mailbox each, worked on by the verbs of the desk while programs live and die. */
import { randomUUID } from 'node:crypto';
import { setSeverity } from '../../src/desk/cases/workOnCase.ts';
import { changeCommitment } from '../../src/desk/commitments/changeCommitment.ts';
import { keepCommitment } from '../../src/desk/commitments/endCommitment.ts';
import { acceptReport } from '../../src/desk/followUps/acceptReport.ts';
import { askFollowUp } from '../../src/desk/followUps/ask.ts';
import { moveFollowUpDate } from '../../src/desk/followUps/moveDate.ts';
import { reportFollowUp } from '../../src/desk/followUps/report.ts';
import { sendReportBack } from '../../src/desk/followUps/sendBack.ts';
import { withdrawFollowUp } from '../../src/desk/followUps/withdraw.ts';
import { addAccount } from '../../src/storage/accounts.ts';
import { insertCommitment } from '../../src/storage/commitments.ts';
import type { Storage } from '../../src/storage/database.ts';
import { findFollowUp } from '../../src/storage/followUps.ts';
import { newId } from '../../src/storage/ids.ts';
import { addSubscription } from '../../src/storage/pushSubscriptions.ts';
import type { MasterKey } from '../../src/storage/secrets.ts';
import { type Desk, hear, item, makeDesk, rows, serve } from './desk.ts';
import type { PushService } from './pushService.ts';
import type { SmtpService } from './smtpService.ts';

/** What members did themselves: nothing else may have ended anything. */
export type Expected = Map<string, 'open' | 'ended'>;

export interface RemindedWorld {
  desk: Desk;
  /** By the first one the second, by the second the third is told of what nobody does. */
  members: readonly string[];
  promises: Expected;
  followUps: Expected;
  /** Ids of posts that name a member, and how many cases were found dangerous. */
  named: { posts: number; dangers: number };
  /** Some new work of every kind, and something done about what there is. */
  work(now: Date, random: () => number): Promise<void>;
}

const names = ['Thabo Molefe', 'Zanele Dube', 'Claudine Uwera'] as const;
const hour = 3_600_000;
const cases = 12;

interface Talk {
  caseId: string;
  conversationId: string;
  postId: string;
}

interface Places {
  storage: Storage;
  key: MasterKey;
  push: PushService;
  mail: SmtpService;
}

export async function openRemindedWorld(places: Places): Promise<RemindedWorld> {
  const { storage } = places;
  const desk = await makeDesk(storage);
  const members: string[] = [];
  for (const name of [...names].reverse())
    members.unshift(await join(places, desk, name, members[0] ?? null));
  await connectMailbox(places, desk);
  await hear(
    desk,
    desk.house,
    Array.from({ length: cases }, (_, n) =>
      item({
        did: `did:plc:author${n}`,
        key: 'ask',
        minute: n,
        text: 'No water',
        mentions: [desk.house.did],
      }),
    ),
  );
  await serve(storage);
  const found = await rows<{ id: string }>(desk, 'care_case');
  const talks = await rows<{ id: string; case_id: string }>(desk, 'conversation');
  const posts = await rows<{ id: string; conversation_id: string }>(desk, 'post');
  const talking = found.map(({ id }) => {
    const conversationId = talks.find(({ case_id }) => case_id === id)?.id ?? '';
    return {
      caseId: id,
      conversationId,
      postId: posts.find((post) => post.conversation_id === conversationId)?.id ?? '',
    };
  });
  return new Working(storage, desk, members, talking);
}

/** A member who is here, without quiet hours, told of everything by push and by mail. */
async function join(
  { storage, key, push }: Places,
  { organisationId }: Desk,
  name: string,
  superior: string | null,
): Promise<string> {
  const [id, signIn] = [newId(), newId()];
  const email = `${name.split(' ')[0]?.toLowerCase()}@water.example`;
  const { pool } = storage;
  await pool.query('insert into sign_in (id, name, email) values ($1, $2, $3)', [signIn, name, email]);
  await pool.query(
    `insert into member (organisation_id, id, name, email, role, sign_in_id, superior_id) values ($1, $2, $3, $4, 'agent', $5, $6)`,
    [organisationId, id, name, email, signIn, superior],
  );
  const ways = Object.fromEntries(
    ['names_me', 'follow_up', 'promise', 'danger'].map((kind) => [kind, ['push', 'email']]),
  );
  await pool.query(
    `insert into alert_setting (organisation_id, member_id, ways, exceptions, digest_days, shows_words, changed_at)
     values ($1, $2, $3, '{}', '{}', false, now())`,
    [organisationId, id, JSON.stringify({ ...ways, grave_late: [], digest: [] })],
  );
  const { endpoint, keys } = push.subscribe(name);
  await storage.inOrganisation(organisationId, (tx) =>
    addSubscription(tx, key, organisationId, {
      memberId: id,
      device: 'Bench',
      subscription: { endpoint, ...keys },
      at: new Date(),
    }),
  );
  return id;
}

/** The house's mailbox, which writes to members; nothing is read there. */
async function connectMailbox({ storage, key, mail }: Places, desk: Desk): Promise<void> {
  const here = { imapHost: '127.0.0.1', imapPort: '1', smtpHost: '127.0.0.1', smtpPort: String(mail.port) };
  await storage.inOrganisation(desk.organisationId, (tx) =>
    addAccount(tx, key, desk.organisationId, {
      institutionId: desk.institutionId,
      network: 'email',
      networkId: 'care@water.example',
      handle: 'care@water.example',
      name: null,
      settings: { ...here, imapSecurity: 'none', smtpSecurity: 'none' },
      secret: { password: 'a password' },
      lacks: [],
      at: new Date(),
    }),
  );
}

class Working implements RemindedWorld {
  readonly promises: Expected = new Map();
  readonly followUps: Expected = new Map();
  readonly named = { posts: 0, dangers: 0 };
  readonly desk: Desk;
  readonly members: readonly string[];
  readonly #storage: Storage;
  readonly #places: readonly Talk[];

  constructor(storage: Storage, desk: Desk, members: readonly string[], places: readonly Talk[]) {
    this.#storage = storage;
    this.desk = desk;
    this.members = members;
    this.#places = places;
  }

  async work(now: Date, random: () => number): Promise<void> {
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const open = (of: Expected) => [...of].flatMap(([id, state]) => (state === 'open' ? [id] : []));
    const dueAt = () => new Date(now.getTime() + hour * (0.05 + 40 * random() ** 2));
    for (let n = 0; n < 2; n++) await this.#promise(now, dueAt(), pick(this.#places));
    for (let n = 0; n < 2; n++)
      await this.#ask(now, dueAt(), random() < 0.3 ? null : pick(this.#places).caseId);
    await this.#nameThem(1 + Math.floor(random() * 3));
    if (random() < 0.4) await this.#endanger(now, pick(this.#places).caseId);
    for (let n = 0; n < 3; n++) {
      const [promises, asked] = [open(this.promises), open(this.followUps)];
      if (promises.length > 2) await this.#actOnPromise(pick(promises), now, dueAt(), random());
      if (asked.length > 2) await this.#actOnFollowUp(pick(asked), now, dueAt(), random());
    }
  }

  #acting(memberId: string, now: Date) {
    return { storage: this.#storage, organisationId: this.desk.organisationId, memberId, now };
  }

  async #promise(now: Date, dueAt: Date, { conversationId, postId }: Talk): Promise<void> {
    const [ownerId = ''] = this.members;
    const id = newId();
    const made = { id, conversationId, replyId: null, postId, what: 'A tanker comes', ownerId };
    await this.#storage.inOrganisation(this.desk.organisationId, (tx) =>
      insertCommitment(tx, this.desk.organisationId, { ...made, by: ownerId, madeAt: now, dueAt }),
    );
    this.promises.set(id, 'open');
  }

  async #ask(now: Date, dueAt: Date, caseId: string | null): Promise<void> {
    const id = randomUUID();
    const [asked = '', , asker = ''] = this.members;
    const to = { memberId: asked, teamId: null, question: 'Who answered that telephone?', dueAt };
    const about = caseId === null ? ('other' as const) : ('case' as const);
    await askFollowUp(this.#acting(asker, now), { id, about, caseId, postId: null, ...to });
    this.followUps.set(id, 'open');
  }

  /** Authors write to the house and name a member, each in a case of their own. */
  async #nameThem(count: number): Promise<void> {
    const items = Array.from({ length: count }, () => {
      const n = this.named.posts++;
      const text = `${names[n % names.length]}, when does the water come?`;
      const did = `did:plc:naming${n}`;
      return item({ did, key: 'names', minute: 50, text, mentions: [this.desk.house.did] });
    });
    await hear(this.desk, this.desk.house, items);
  }

  async #endanger(now: Date, caseId: string): Promise<void> {
    const acting = this.#acting(this.members[1] ?? '', now);
    await setSeverity(acting, caseId, 1, false);
    await setSeverity(acting, caseId, 4, false);
    this.named.dangers += 1;
  }

  async #actOnPromise(id: string, now: Date, dueAt: Date, luck: number): Promise<void> {
    const acting = this.#acting(this.members[0] ?? '', now);
    if (luck < 0.5) return changeCommitment(acting, id, () => ({ act: { kind: 'renewed', at: now, dueAt } }));
    await keepCommitment(acting, id, 'The tanker came.');
    this.promises.set(id, 'ended');
  }

  async #actOnFollowUp(id: string, now: Date, dueAt: Date, luck: number): Promise<void> {
    const [asked = '', , asker = ''] = this.members;
    const stored = await this.#storage.inOrganisation(this.desk.organisationId, (tx) =>
      findFollowUp(tx, this.desk.organisationId, id),
    );
    if (stored === null) throw new Error(`the follow-up ${id} is gone`);
    const seen = stored.acts.length;
    if (stored.followUp.state === 'reported') {
      if (luck < 0.5)
        return sendReportBack(this.#acting(asker, now), id, { words: 'Who of them?', dueAt, seen });
      await acceptReport(this.#acting(asker, now), id, seen);
    } else {
      if (luck < 0.35) return moveFollowUpDate(this.#acting(asker, now), id, dueAt);
      const report = { words: 'The night desk.', suggestion: '' };
      if (luck < 0.75) return reportFollowUp(this.#acting(asked, now), id, report);
      await withdrawFollowUp(this.#acting(asker, now), id, 'I rang myself.');
    }
    this.followUps.set(id, 'ended');
  }
}
