/** An author who stands in every place where an author's words, names and files can stand. */

import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { setBlocked } from '../../src/desk/authors/blockAuthor.ts';
import { setDoNotContact } from '../../src/desk/authors/doNotContact.ts';
import { joinAuthors } from '../../src/desk/authors/joinAuthors.ts';
import { setProtected } from '../../src/desk/authors/protectAuthor.ts';
import { correctFinding } from '../../src/desk/cases/correctFinding.ts';
import { markAbuse } from '../../src/desk/cases/markAbuse.ts';
import { markPraise } from '../../src/desk/cases/praise.ts';
import { tagCase, writeNote } from '../../src/desk/cases/workOnCase.ts';
import { keepCommitment } from '../../src/desk/commitments/endCommitment.ts';
import { takeForm } from '../../src/desk/forms/takeForm.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { saveDraft } from '../../src/desk/replies/writeReply.ts';
import type { PostFinding } from '../../src/domain/finding.ts';
import { countOnce } from '../../src/jobs/countRecord.ts';
import { keepFindings } from '../../src/storage/findings.ts';
import { beginHiding } from '../../src/storage/hiddenPosts.ts';
import { newId } from '../../src/storage/ids.ts';
import { saveRawItems } from '../../src/storage/inbox.ts';
import { addMedia } from '../../src/storage/media.ts';
import { keepWatchdogs } from '../../src/storage/watchdogs.ts';
import { askedAboutAuthor } from './askedAboutAuthor.ts';
import {
  addressOf,
  type Desk,
  deletion,
  hear,
  type Item,
  item,
  makeMember,
  message,
  rows,
  serve,
} from './desk.ts';
import type { AnsweringDesk } from './deskThatAnswers.ts';

/** In every name and text of theirs. */
export const mark = 'zanzibarquartz';
export const theirId = `did:plc:${mark}`;
export const theirPost = addressOf(theirId, 'first');
const said = (words: string) => `${words} ${mark}.`;
/** A picture's bytes are the last place where one would look. */
const picture = () => Buffer.concat([Buffer.from([0, 255, 1]), Buffer.from(mark), Buffer.from([254, 0])]);
const stillThere = { type: 'image/png', width: 1, height: 1 } as const;

export interface WrittenAuthor {
  /** The case of their first post. */
  caseId: string;
  caseNumber: number;
  /** The case of what they wrote by the form. */
  formCaseId: string;
  /** Of their private page. */
  token: string;
}

/** Writes them into the desk, and Amina beside them, who answers them in their thread and must stay. */
export async function writtenAuthor(at: AnsweringDesk, isProtected = true): Promise<WrittenAuthor> {
  const { desk } = at;
  await theyWrite(at);
  const token = await theyFillAForm(at);
  await serve(desk.storage);
  await somethingWasSetAside(at);
  const mine = await caseOf(at, theirPost);
  const form = await caseOf(at, `form-${mark}`);
  await membersWrite(at, mine.id);
  await joinAuthors(at.acting(), mine.id, form.number);
  await wordsAreListed(at);
  await itIsCounted(at);
  if (isProtected) await theyAreProtected(at, mine.id);
  return { caseId: mine.id, caseNumber: mine.number, formCaseId: form.id, token };
}

/** What members call the case stands in the response record. */
async function itIsCounted({ desk: { storage }, acting }: AnsweringDesk): Promise<void> {
  const deps = { storage, now: () => acting().now, log: () => undefined };
  await countOnce(deps, 'counter');
  while (await countOnce(deps, 'counter'));
}

/** Their names are sealed, the one under which they are heard afterwards too. */
async function theyAreProtected(at: AnsweringDesk, caseId: string): Promise<void> {
  const { desk } = at;
  await setProtected(at.acting(), caseId, { reason: said('An employee is'), readers: [at.naledi] });
  const renamed = item({
    did: theirId,
    key: 'renamed',
    root: theirPost,
    minute: 46,
    text: said('Ask'),
    mentions: [desk.house.did],
  });
  Object.assign((renamed.payload as { author: object }).author, { handle: `new-${mark}.example` });
  await hear(desk, desk.house, [renamed]);
  await serve(desk.storage);
  // One that stands as others do: both places must be reached.
  await sql`update identity set handle = ${said('handle')}, name = ${said('Ms')} where organisation_id = ${desk.organisationId} and network = 'form'`.execute(
    desk.storage.system,
  );
}

async function theyWrite({ desk }: AnsweringDesk): Promise<void> {
  const { house, storage } = desk;
  const theirs = (key: string, words: string, more: object = {}) =>
    item({ did: theirId, key, minute: 40, text: said(words), mentions: [house.did], ...more });
  await hear(desk, house, [
    showing(living(theirs('first', 'No water at')), {
      $type: 'app.bsky.embed.images',
      images: [image('bafyfirst')],
    }),
  ]);
  await serve(storage);
  await picturesAreKept(desk);
  const edited = showing(theirs('first', 'Still no water at', { version: 1, followers: 1207 }), {
    $type: 'app.bsky.embed.images',
    images: [image('bafysecond')],
  });
  await hear(desk, house, [
    edited,
    theirs('second', 'And the bill of', { root: theirPost, minute: 41 }),
    theirs('regretted', 'What I regret of'),
    deletion(theirId, 'regretted'),
    deletion(theirId, 'never-heard'),
    message(`convo-${mark}`, `message-${mark}`, theirId, house, said('My number is')),
    // Others, in their thread, and quoting it; and an answer of ours that came by another program.
    amina('too', { root: theirPost }),
    showing(amina('quotes'), {
      $type: 'app.bsky.embed.record',
      record: { uri: theirPost, cid: 'bafyinvented' },
    }),
    item({ did: house.did, key: 'ours', minute: 43, text: said('We are sorry'), root: theirPost }),
  ]);
  await hear(desk, desk.executive, [edited]);
  await serve(storage);
  // Bluesky does not say where a post is from; others do.
  await sql`update post_whereabouts set field = ${said('At')} where organisation_id = ${desk.organisationId}`.execute(
    storage.system,
  );
  await picturesAreKept(desk);
}

/** The same with where its author says that they live. */
function living(post: Item): Item {
  Object.assign((post.payload as { author: object }).author, { home: said('Near') });
  return post;
}

const amina = (key: string, more: object = {}) =>
  item({
    did: 'did:plc:amina',
    key,
    minute: 42,
    text: 'Here too.',
    mentions: ['did:plc:karoowater'],
    ...more,
  });

const image = (cid: string) => ({
  alt: said('The tap of'),
  image: { $type: 'blob', ref: { $link: cid }, mimeType: 'image/png', size: 9 },
});

/** The same post with something embedded. */
function showing(post: Item, embed: object): Item {
  const payload = post.payload as { record: object };
  const pictures = 'https://pictures.example/{did}/{cid}';
  return { ...post, payload: { ...payload, pictures, record: { ...payload.record, embed } } };
}

/** As they are when somebody looks at them. */
async function picturesAreKept(desk: Desk): Promise<void> {
  const posts = await rows<{ media: { address: string }[] | null }>(desk, 'post');
  await desk.storage.inOrganisation(desk.organisationId, async (tx) => {
    for (const { address } of posts.flatMap(({ media }) => media ?? []))
      await addMedia(tx, desk.organisationId, { ...stillThere, address, bytes: picture(), at: new Date() });
    await tx
      .updateTable('media')
      .set({ name: said('The bill of') })
      .execute();
  });
}

async function theyFillAForm({ desk }: AnsweringDesk): Promise<string> {
  const { storage, organisationId, institutionId } = desk;
  const accountId = newId();
  await storage.asSystem((tx) =>
    tx
      .insertInto('connected_account')
      .values({
        organisation_id: organisationId,
        id: accountId,
        institution_id: institutionId,
        network: 'form',
        network_id: 'water',
        handle: 'The form',
        settings: '{}',
        lacks: '[]',
        watched: '[]',
      })
      .execute(),
  );
  const token = randomUUID();
  const sent = {
    organisationId,
    accountId,
    thread: `form-${mark}`,
    token,
    pinHash: null,
    language: 'en',
    name: said('Ms'),
    topic: said('No water'),
    place: said('Behind the house of'),
    unit: null,
    text: said('The tap is dry'),
    howToReach: said('Ring'),
    photos: [{ ...stillThere, bytes: picture() }],
    moved: null,
  };
  await takeForm(storage, sent as never, new Date(Date.UTC(2031, 0, 4, 6, 44)));
  return token;
}

/** What nobody could read, and what could be read but not stored, with what the database said of it. */
async function somethingWasSetAside({ desk }: AnsweringDesk): Promise<void> {
  const { storage, organisationId, house } = desk;
  const payload = { form: 'unheard of', did: theirId, text: said('Look') };
  await saveRawItems(storage, {
    organisationId,
    accountId: house.id,
    source: 'posts',
    cursor: null,
    items: [1, 2].map((n) => ({ key: theirPost, payload: JSON.stringify({ ...payload, n }) })),
    heardAt: new Date(),
  });
  await serve(storage);
  await sql`update set_aside_item set reason = ${said('It could not be stored:')}, network_id = ${theirPost}, position = ${said('line 17 of')}
    where organisation_id = ${organisationId}
      and raw_id = (select min(raw_id) from set_aside_item where organisation_id = ${organisationId})`.execute(
    storage.system,
  );
  await sql`update identity set language = ${mark} where network_id = ${theirId}`.execute(storage.system);
}

async function membersWrite(at: AnsweringDesk, caseId: string): Promise<void> {
  const { desk } = at;
  const { storage, organisationId } = desk;
  const zola = await makeMember(desk, 'Zola');
  const posts = await rows<{ id: string; network_id: string }>(desk, 'post');
  const first = posts.find(({ network_id }) => network_id === theirPost);
  const mediaId = await storage.inOrganisation(organisationId, (tx) =>
    addMedia(tx, organisationId, { ...stillThere, address: null, bytes: picture(), at: new Date() }),
  );
  await storage.inOrganisation(organisationId, async (tx) => {
    const act = { postId: first?.id ?? '', institutionId: desk.institutionId, accountId: desk.house.id };
    const why = { way: 'hidden', because: 'private_data', reason: said('It says where to find') } as const;
    await beginHiding(tx, organisationId, { ...act, ...why, by: at.naledi, at: new Date() });
  });
  // They watch the house.
  const watchdog = {
    id: newId(),
    network: 'bluesky' as const,
    handle: `${mark}.example`,
    name: said('Paper'),
  };
  await storage.inOrganisation(organisationId, (tx) => keepWatchdogs(tx, organisationId, [watchdog]));
  const attachments = [{ mediaId, alt: said('The pipe of'), type: 'image/png', width: 1, height: 1 }];
  const answer = {
    caseId,
    postId: first?.id ?? '',
    accountId: desk.house.id,
    mode: 'public' as const,
    writtenOn: 1_000_000,
  };
  const promise = (what: string) => ({
    kind: 'made',
    what: said(what),
    dueAt: new Date(at.acting().now.getTime() + 86_400_000),
    ownerId: zola,
  });
  const promised = promise('I come to');
  await at.send({ ...answer, text: said('I am on my way to'), attachments, promise: promised } as never);
  at.wait(11);
  await deliverNext(at.delivery());
  const [commitment] = await rows<{ id: string }>(desk, 'commitment');
  await keepCommitment(at.acting(), commitment?.id ?? '', said('I was with'));
  at.network.answers.push({ kind: 'refused', code: 'invented', reason: said('Nobody is called') });
  await at.send({ ...answer, text: said('I rang') });
  at.wait(11);
  await deliverNext(at.delivery());
  await at.send({ ...answer, text: said('Queued for'), promise: promise('We ring') } as never);
  await saveDraft(at.acting(zola), { ...answer, text: said('Draft for'), attachments: [] });
  await storage.inOrganisation(organisationId, (tx) =>
    sql`insert into delivery_news (organisation_id, network, network_id, status, at, reason)
      select organisation_id, 'bluesky', network_id, 'delayed', now(), ${said('The box of')} from reply where network_id is not null`.execute(
      tx,
    ),
  );
  // One that was sent back, one that was approved with other words, one that waits.
  await storage.inOrganisation(organisationId, (tx) =>
    sql`insert into approval (organisation_id, id, reply_id, asked_at, asked_by, asked_on, state, decided_at, decided_by, written, reason)
      select organisation_id, gen_random_uuid(), id, now(), ${zola}::uuid, 1,
        case state when 'draft' then 'sent_back' when 'sent' then 'approved' else 'waiting' end,
        case when state in ('draft', 'sent') then now() end, case when state in ('draft', 'sent') then ${zola}::uuid end,
        case when state in ('draft', 'sent') then ${said('Before the change, for')} end, case when state = 'draft' then ${said('Too curt for')} end
      from reply where case_id = ${caseId}::uuid`.execute(tx),
  );
  await writeNote(at.acting(), caseId, said('Be kind to'));
  await askedAboutAuthor(at, caseId, { zola, mark, picture: { ...stillThere, bytes: picture() } });
  await tagCase(at.acting(), caseId, ['water', `friend of ${mark}`]);
  await storage.inOrganisation(organisationId, async (tx) => {
    const day = new Date();
    await sql`insert into saved_view (organisation_id, id, name, view, words, filter, made_by, shared, changed_at)
      values (${organisationId}, ${randomUUID()}, ${`${mark}.example`}, 'search', ${`${mark}.example`}, ${JSON.stringify({ q: mark })}, ${zola}, false, ${day})`.execute(
      tx,
    );
    const bulk = randomUUID();
    const act = JSON.stringify({ do: 'handoff', memberId: zola, reason: said('You know'), tag: mark });
    await sql`insert into bulk_act (organisation_id, id, act, by, at) values (${organisationId}, ${bulk}, ${act}, ${zola}, ${day})`.execute(
      tx,
    );
    await sql`insert into bulk_case (organisation_id, bulk_id, place, case_id) values (${organisationId}, ${bulk}, 1, ${caseId})`.execute(
      tx,
    );
  });
  await markAbuse(at.acting(), caseId, first?.id ?? '', 'threat');
  await markPraise(at.acting(), caseId, first?.id ?? '', { memberId: zola, teamId: null });
  await readAndCorrect(at, caseId, first?.id ?? '');
  await setBlocked(at.acting(), caseId, said('Threats by'), null);
  await setDoNotContact(at.acting(), caseId, said('Their lawyer writes for'));
}

/** The models read their post, and a member says that it is graver. */
async function readAndCorrect(at: AnsweringDesk, caseId: string, postId: string): Promise<void> {
  const found: PostFinding = {
    language: { name: 'eng', sure: 90, because: [] },
    kinds: [],
    sentiment: null,
    degree: null,
    target: null,
    severity: null,
    vulnerable: [],
    threats: [],
    places: [
      { place: said('The place of'), region: 'Gasabo', country: 'RW', sure: 90, because: [], from: 'text' },
    ],
    nuisances: [],
    privates: [],
    says: [],
    promised: null,
    owner: null,
    topics: [],
  };
  const { storage, organisationId } = at.desk;
  await storage.inOrganisation(organisationId, (tx) =>
    keepFindings(tx, organisationId, { at: new Date(), models: 'test' }, [{ postId, found }]),
  );
  await correctFinding(at.acting(), caseId, postId, { aspect: 'severity', name: 'money', so: true });
}

async function caseOf({ desk }: AnsweringDesk, networkId: string): Promise<{ id: string; number: number }> {
  const found = await sql<{ id: string; number: number }>`
    select k.id, k.number from post as p join conversation as c on c.id = p.conversation_id join care_case as k on k.id = c.case_id
    where p.organisation_id = ${desk.organisationId} and p.network_id = ${networkId}`.execute(
    desk.storage.system,
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error(`no case of ${networkId}`);
  return { id: row.id, number: Number(row.number) };
}

/** Into the lists that searches read, which take a thousand posts at a time. */
async function wordsAreListed({ desk }: AnsweringDesk): Promise<void> {
  await sql`select search_add_segment(${desk.organisationId}, 0::smallint,
    array(select post_id from search_waiting where organisation_id = ${desk.organisationId}))`.execute(
    desk.storage.system,
  );
  await sql`delete from search_waiting where organisation_id = ${desk.organisationId}`.execute(
    desk.storage.system,
  );
}
