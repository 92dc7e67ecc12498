/** Random weeks for the front row: what is heard twice, late, edited, deleted, imported, replayed, merged, folded or erased, and what must be there in the end. */

import fc from 'fast-check';
import { sql } from 'kysely';
import { setBlocked } from '../../src/desk/authors/blockAuthor.ts';
import { eraseAuthor } from '../../src/desk/authors/eraseAuthor.ts';
import { setProtected } from '../../src/desk/authors/protectAuthor.ts';
import { markAbuse } from '../../src/desk/cases/markAbuse.ts';
import { mergeCases, splitCase } from '../../src/desk/cases/rearrange.ts';
import type { Heard } from '../../src/domain/post.ts';
import type { Storage } from '../../src/storage/database.ts';
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
  serve,
} from './desk.ts';

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

/** What may happen, to which of the posts that there are. */
export type Step =
  | { do: 'hear'; who: number; thread: number; day: number; from: 'live' | 'archive' | 'broken' }
  | { do: 'again' | 'edit' | 'delete'; which: number; day: number }
  | { do: 'replay' | 'merge' | 'split' }
  | { do: 'abuse' | 'block' | 'protect' | 'erase'; which: number };

const day = fc.integer({ min: 0, max: 2 });
const which = fc.nat({ max: 30 });
export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('hear' as const),
      who: fc.integer({ min: 0, max: 3 }),
      thread: fc.integer({ min: 0, max: 1 }),
      day,
      from: fc.constantFrom('live', 'live', 'live', 'archive', 'broken'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('again', 'edit', 'delete'), which, day }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('replay', 'merge', 'split') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('abuse', 'block', 'protect', 'erase'), which }) },
);

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

export class World {
  readonly desk: Desk;
  readonly memberId: string;
  readonly known: Known[] = [];
  /** Authors who were erased: what they wrote before is not taken in again. */
  readonly erased = new Set<number>();
  minute = 0;

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
    const done = await eraseAuthor(this.acting(), post.case_id, String(post.number)).catch(refused);
    if (done !== undefined) this.erased.add(one.who);
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
