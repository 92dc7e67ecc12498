/** Lists other than of cases as tables that can be taken along, page by page, so that a long one needs no memory. */
import type { CaseFilter } from '../domain/caseFilter.ts';
import { type Cell, csvLine } from '../domain/csvLine.ts';
import { listAnnouncements, type StoredAnnouncement } from '../storage/announcements.ts';
import { listAudit } from '../storage/audit.ts';
import type { Storage } from '../storage/database.ts';
import { type PostsRead, searchPosts } from '../storage/searchPosts.ts';

/** No more rows than a spreadsheet takes. */
const mostRows = 1_000_000;
const pageRows = 500;
/** What spreadsheets need to see that it is UTF-8. */
const head = (names: readonly string[]) => `\uFEFF${csvLine(names)}`;

export interface TableFor {
  organisationId: number;
  memberId: string;
}

/** The posts that a search finds, latest first, to its end however many pages are looked through. */
export async function* postTable(
  storage: Storage,
  { organisationId, memberId }: TableFor,
  sought: { words: string; filter: CaseFilter; before: Date },
): AsyncGenerator<string> {
  yield head([
    'at',
    'network',
    'direction',
    'visibility',
    'author',
    'handle',
    'text',
    'language',
    'case',
    'state',
  ]);
  let before = sought.before;
  for (let rows = 0; rows < mostRows; ) {
    const page: PostsRead = await storage.inOrganisation(organisationId, (tx) =>
      searchPosts(tx, organisationId, { ...sought, before, memberId, limit: pageRows }),
    );
    yield page.found
      .map(({ post, caseNumber, caseState }) =>
        csvLine([
          post.at.toISOString(),
          post.network,
          post.direction,
          post.visibility,
          post.by.memberName ?? post.by.name,
          post.by.handle,
          post.text,
          post.language,
          caseNumber,
          caseState,
        ]),
      )
      .join('');
    if (page.next === null) return;
    rows += page.found.length;
    before = page.next;
  }
}

const announcementCells = (one: StoredAnnouncement): Cell[] => [
  one.stateAt.toISOString(),
  one.state,
  one.account?.network ?? null,
  one.account?.handle ?? null,
  one.memberName,
  one.text,
  one.reason,
];

/** Announcements in whatever state, the latest change first. */
export async function* announcementTable(
  storage: Storage,
  { organisationId }: TableFor,
): AsyncGenerator<string> {
  yield head(['since', 'state', 'network', 'account', 'member', 'text', 'reason']);
  let before: Date | null = null;
  for (let rows = 0; rows < mostRows; rows += pageRows) {
    const page: StoredAnnouncement[] = await storage.inOrganisation(organisationId, (tx) =>
      listAnnouncements(tx, organisationId, { before, limit: pageRows }),
    );
    yield page.map((one) => csvLine(announcementCells(one))).join('');
    const last = page[pageRows - 1];
    if (last === undefined) return;
    before = last.stateAt;
  }
}

/** Administrative acts, the latest first. */
export async function* auditTable(storage: Storage, { organisationId }: TableFor): AsyncGenerator<string> {
  yield head(['at', 'member', 'key', 'action', 'particulars']);
  const acts = await storage.inOrganisation(organisationId, (tx) =>
    listAudit(tx, organisationId, mostRows / 10),
  );
  yield acts
    .map(({ at, member, key, action, particulars }) =>
      csvLine([at.toISOString(), member, key, action, JSON.stringify(particulars)]),
    )
    .join('');
}
