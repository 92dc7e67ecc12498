/** Random weeks for the front row: what is heard twice, late, edited, deleted, imported, replayed, merged, folded or erased, written to a member alone and handed over, and what must be there in the end. */

import { sql } from 'kysely';
import { setBlocked } from '../../src/desk/authors/blockAuthor.ts';
import { eraseAuthor } from '../../src/desk/authors/eraseAuthor.ts';
import { setProtected } from '../../src/desk/authors/protectAuthor.ts';
import { markAbuse } from '../../src/desk/cases/markAbuse.ts';
import { mergeCases, splitCase } from '../../src/desk/cases/rearrange.ts';
import { handOver } from '../../src/desk/letterbox/handOver.ts';
import type { Heard } from '../../src/domain/post.ts';
import { eraseOnce } from '../../src/jobs/eraseInLetterboxes.ts';
import { giveOnce } from '../../src/jobs/giveToHouses.ts';
import type { Storage } from '../../src/storage/database.ts';
import { newId } from '../../src/storage/ids.ts';
import { keepInstitutionOfBox, keepLetterbox, type Letterbox } from '../../src/storage/letterboxes.ts';
import { replaySetAside } from '../../src/storage/setAside.ts';
import {
  addressOf,
  at,
  type Channels,
  channels,
  type Desk,
  deletion,
  hear,
  type Item,
  item,
  makeDesk,
  makeMember,
  type OurAccount,
  serve,
} from './desk.ts';
import { breaking, brokenOff, type Fails, type Step } from './frontSteps.ts';

/** As Bluesky is read, but an item may say that it came in an archive, or that it cannot be read before it is mended. */
let mended = false;
export const channelsOfTest: Channels = {
  ...channels,
  bluesky: {
    ...channels.bluesky,
    normalise(payload, account): Heard {
      const { from } = payload as { from?: string };
      if (from === 'broken' && !mended) return { kind: 'unreadable', reason: 'it is broken' };
      const heard = channels.bluesky.normalise(payload, account);
      if (from !== 'archive' || heard.kind !== 'post') return heard;
      return { kind: 'post', post: { ...heard.post, hearing: 'imported' } };
    },
  },
};

const authors = ['did:plc:amina', 'did:plc:thabo', 'did:plc:wanjiru'];

/** The days of the test begin at midnight in Johannesburg, which is 22:00 UTC; items come in minutes around it. */
export const heardOn = (n: number, minute: number): Date =>
  new Date(Date.UTC(2031, 0, 3 + n, 22, 0) + ((minute * 97) % 1_440) * 60_000);

export interface Known {
  key: string;
  who: number;
  thread: number;
  from: 'live' | 'archive' | 'broken';
  day: number;
  version: number;
  deletedBefore: boolean;
  taken: boolean;
}

/** What an author wrote to the member alone, and whether the house has it by now. */
export interface Alone {
  who: number;
  key: string;
  version: number;
  isDeleted: boolean;
  isErased: boolean;
  handed: boolean;
}

export class World {
  readonly desk: Desk;
  readonly memberId: string;
  readonly known: Known[] = [];
  /** Authors who were erased: what they wrote before is not taken in again. */
  readonly erased = new Set<number>();
  readonly alone: Alone[] = [];
  readonly handed = new Set<number>();
  box: (Letterbox & { account: OurAccount }) | null = null;
  minute = 0;
  private given = at(0);

  constructor(desk: Desk, memberId: string) {
    this.desk = desk;
    this.memberId = memberId;
  }

  itemOf({ key, who, thread, from, version }: Known): Item {
    const did = authors[who] ?? this.desk.house.did;
    const root = addressOf(this.desk.house.did, `root${thread}`);
    const made = item({
      did,
      key,
      minute: this.minute % 59,
      text: `Words of ${key}`,
      root,
      parent: root,
      version,
    });
    return from === 'live' ? made : { ...made, payload: { ...(made.payload as object), from } };
  }

  async do(step: Step): Promise<void> {
    const { desk } = this;
    this.minute += 1;
    const hears = async (one: Item, on: number, account = desk.house) => {
      await hear(desk, account, [one], heardOn(on, this.minute));
      await serve(desk.storage, channelsOfTest);
    };
    switch (step.do) {
      case 'alone':
        return this.hearAlone(step.who, step.day);
      case 'hand':
        return this.handOver(step, heardOn(step.day, this.minute));
      case 'edit alone':
      case 'delete alone':
        return this.changeAlone(step);
      case 'hear': {
        const one: Known = {
          ...step,
          key: `post${this.known.length}`,
          version: 0,
          deletedBefore: false,
          taken: false,
        };
        one.taken = (step.from !== 'broken' || mended) && !this.erased.has(step.who);
        this.known.push(one);
        return hears(this.itemOf(one), step.day);
      }
      case 'replay': {
        mended = true;
        await desk.storage.inOrganisation(desk.organisationId, (tx) =>
          replaySetAside(tx, desk.organisationId, null, at(50)),
        );
        await serve(desk.storage, channelsOfTest);
        for (const one of this.known) if (!one.deletedBefore && !this.erased.has(one.who)) one.taken = true;
        mended = false;
        return;
      }
      case 'merge':
      case 'split':
        return this.rearrange(step.do);
      default:
        break;
    }
    const one = this.known[step.which % Math.max(1, this.known.length)];
    if (one === undefined) return;
    if (step.do === 'again') return this.hearAgain(one, step.day, hears);
    if (step.do === 'edit') {
      one.version += 1;
      return this.hearAgain(one, step.day, hears);
    }
    if (step.do === 'delete') {
      if (!one.taken) one.deletedBefore = true;
      return hears(deletion(authors[one.who] ?? desk.house.did, one.key, this.minute % 59), step.day);
    }
    return this.act(step.do, one);
  }

  /** Another version, or the same by another account. What could not be read first is as broken again. */
  private async hearAgain(
    one: Known,
    on: number,
    hears: (item: Item, on: number, account?: Desk['house']) => Promise<void>,
  ) {
    await hears(this.itemOf(one), on, one.version === 0 ? this.desk.executive : this.desk.house);
  }

  private acting() {
    const { storage, organisationId } = this.desk;
    return { storage, organisationId, memberId: this.memberId, keyId: null, now: at(59) };
  }

  private async act(what: 'abuse' | 'block' | 'protect' | 'erase', one: Known): Promise<void> {
    const post = (await this.posts()).find(({ network_id }) => network_id.endsWith(`/${one.key}`));
    if (post?.case_id == null || post.direction !== 'inbound') return;
    const refused = (error: { code?: string }) => {
      if (error.code === undefined || !['not_found', 'input_invalid', 'author_erased'].includes(error.code))
        throw error;
    };
    if (what === 'abuse') return markAbuse(this.acting(), post.case_id, post.id, 'insult').catch(refused);
    if (what === 'block') return setBlocked(this.acting(), post.case_id, 'Insults.', null).catch(refused);
    if (what === 'protect')
      return setProtected(this.acting(), post.case_id, {
        reason: 'She is afraid.',
        readers: [this.memberId],
      }).catch(refused);
    // What the house has and her letterbox does not know of yet is noted first.
    await this.giveOn(at(0));
    const done = await eraseAuthor(this.acting(), post.case_id, String(post.number)).catch(refused);
    if (done === undefined) return;
    this.erased.add(one.who);
    await eraseOnce({ storage: this.desk.storage, now: () => at(59), log: brokenOff });
    for (const said of this.alone) if (said.who === one.who) said.isErased = true;
  }

  /** The member's letterbox, opened when somebody first writes to her alone. */
  private async letterbox() {
    const { storage, organisationId, institutionId, executive } = this.desk;
    this.box ??= await storage.asSystem(async (tx) => {
      const box = await keepLetterbox(tx, organisationId, this.memberId, at(0));
      const random = newId().replaceAll('-', '');
      const of = { organisationId, institutionId };
      const account = { id: newId(), did: executive.did };
      await tx
        .insertInto('connected_account')
        .values({
          organisation_id: box.organisationId,
          id: account.id,
          institution_id: await keepInstitutionOfBox(tx, box.organisationId, of, random),
          network: 'bluesky',
          network_id: account.did,
          handle: 'chiefexecutive.example',
          member_id: box.memberId,
          hears_public: false,
          settings: '{}',
          lacks: '[]',
          watched: '[]',
        })
        .execute();
      return { ...box, account };
    });
    return this.box;
  }

  private async hearAlone(who: number, on: number): Promise<void> {
    const one = { who, key: `alone${this.alone.length}`, version: 0, isDeleted: false, isErased: false };
    await this.hearOne(one, on);
    // Not yet there, where the house has the conversation already, until it is given on.
    if (!this.erased.has(who)) this.alone.push({ ...one, handed: false });
  }

  private async hearOne({ who, key, version }: Omit<Alone, 'handed'>, on: number): Promise<void> {
    const { desk } = this;
    const { organisationId, account } = await this.letterbox();
    const root = addressOf(account.did, `alone${who}`);
    const did = authors[who] ?? '';
    const words = { text: `Words of ${key}`, version, root, parent: root };
    const one = item({ did, key, minute: this.minute % 59, ...words });
    await hear({ ...desk, organisationId }, account, [one], heardOn(on, this.minute));
    await serve(desk.storage, channelsOfTest);
  }

  private async changeAlone(step: { do: 'edit alone' | 'delete alone'; which: number; day: number }) {
    const one = this.alone[step.which % Math.max(1, this.alone.length)];
    if (one === undefined || one.isErased || one.isDeleted) return;
    if (step.do === 'edit alone') {
      one.version += 1;
      return this.hearOne(one, step.day);
    }
    one.isDeleted = true;
    const { organisationId, account } = await this.letterbox();
    const gone = deletion(authors[one.who] ?? '', one.key, this.minute % 59);
    await hear({ ...this.desk, organisationId }, account, [gone], heardOn(step.day, this.minute));
    await serve(this.desk.storage, channelsOfTest);
  }

  private async handOver({ who, fails }: { who: number; fails: Fails }, now: Date): Promise<void> {
    const { storage, organisationId } = this.desk;
    const { organisationId: boxId, memberId } = await this.letterbox();
    const found = await sql<{ id: string }>`
      select c.case_id as id from conversation as c join identity as i on i.organisation_id = c.organisation_id and i.id = c.identity_id
      where c.organisation_id = ${boxId} and i.network_id = ${authors[who] ?? ''}`.execute(storage.system);
    const [theirs] = found.rows;
    if (theirs === undefined || this.handed.has(who)) return;
    const acting = { storage, organisationId: boxId, memberId, now };
    await handOver(acting, organisationId, theirs.id, { teamId: null, memberId: null, from: 'all' });
    this.handed.add(who);
    await this.giveOn(now, fails);
  }

  /** What is due comes to the house, as far as nothing breaks off. Later than whatever was given before. */
  async giveOn(now: Date, fails: Fails = null): Promise<void> {
    this.given = new Date(Math.max(this.given.getTime(), now.getTime()) + 120_000);
    const given = this.given;
    const log = (event: string, said: object) => {
      if (fails === null) brokenOff(event, said);
    };
    const { organisationId } = this.desk;
    const storage = fails === null ? this.desk.storage : breaking(this.desk.storage, organisationId, fails);
    await giveOnce({ storage, channels: channelsOfTest, now: () => given, log });
    if (fails === 'house') return;
    for (const one of this.alone)
      if (this.handed.has(one.who) && !one.isErased && !one.isDeleted) one.handed = true;
  }

  private async rearrange(how: 'merge' | 'split'): Promise<void> {
    const posts = (await this.posts()).filter(
      ({ case_id, direction }) => case_id !== null && direction === 'inbound',
    );
    const refused = (error: { code?: string }) => {
      if (error.code === undefined || !['not_found', 'input_invalid', 'case_merged'].includes(error.code))
        throw error;
    };
    for (const one of posts) {
      const other = posts.find((it) => it.case_id !== one.case_id && it.identity_id === one.identity_id);
      if (how === 'merge' && other !== undefined) {
        await mergeCases(this.acting(), one.case_id ?? '', other.case_id ?? '').catch(refused);
        return;
      }
      if (how === 'split' && other === undefined && one.conversation_id !== null) {
        await splitCase(this.acting(), one.case_id ?? '', [one.conversation_id]).catch(refused);
        return;
      }
    }
  }

  async posts() {
    const found = await sql<{
      id: string;
      network_id: string;
      direction: string;
      conversation_id: string | null;
      identity_id: string | null;
      case_id: string | null;
      number: string | null;
    }>`
      select p.id, p.network_id, p.direction, p.conversation_id, p.identity_id, c.case_id, k.number from post as p
      left join conversation as c on c.organisation_id = p.organisation_id and c.id = p.conversation_id
      left join care_case as k on k.organisation_id = p.organisation_id and k.id = c.case_id
      where p.organisation_id = ${this.desk.organisationId} order by p.id`.execute(this.desk.storage.system);
    return found.rows;
  }
}

/** A new organisation whose days begin at midnight in Johannesburg. */
export async function inJohannesburg(storage: Storage): Promise<World> {
  mended = false;
  const desk = await makeDesk(storage);
  await storage.system
    .updateTable('organisation')
    .set({ time_zone: 'Africa/Johannesburg' })
    .where('id', '=', desk.organisationId)
    .execute();
  return new World(desk, await makeMember(desk, 'Claudine Uwera'));
}
