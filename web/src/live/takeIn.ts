import type { QueryClient } from '@tanstack/react-query';
import type { CaseRow, CaseView, Events, Me } from '../../../src/api/contract.ts';
import type { HistoryAction } from '../../../src/domain/history.ts';
import { readAnew } from '../followUps/readAnew.ts';
import type { CaseList } from '../inbox/caseList.ts';
import { approvalsQuery, policiesQuery } from '../server/approvals.ts';
import {
  announcementsKey,
  caseKey,
  listAfter,
  type listKey,
  meQuery,
  officeHoursKey,
  rotaQuery,
  teamsQuery,
} from '../server/queries.ts';
import { recentNews, recentPresence } from './recent.ts';
import type { Presence } from './stream.ts';

/** Puts rows into every list that has been read, without asking the server. */
export function placeRows(client: QueryClient, rows: readonly CaseRow[]): void {
  const me = client.getQueryData<Me>(meQuery.queryKey);
  for (const [key, list] of client.getQueriesData<CaseList>({ queryKey: ['cases'] })) {
    if (list === undefined) continue;
    client.setQueryData(key, listAfter(list, rows, key as ReturnType<typeof listKey>, me));
  }
  for (const row of rows) {
    client.setQueryData<CaseView>(caseKey(row.id), (shown) =>
      shown && row.sequence >= shown.row.sequence ? { ...shown, row } : shown,
    );
  }
}

/** Takes in what the stream brought: rows at once, an open case's posts by reading it again. */
export function takeIn(client: QueryClient, batches: readonly Events[]): void {
  const rows = new Map<string, CaseRow>();
  const touched = new Set<string>();
  for (const batch of batches) {
    for (const row of batch.rows) rows.set(row.id, row);
    for (const { caseId } of batch.facts) if (caseId !== null) touched.add(caseId);
  }
  recentNews.remember([...rows.values()], Date.now());
  placeRows(client, [...rows.values()]);
  for (const id of new Set([...touched, ...rows.keys()])) {
    if (client.getQueryState(caseKey(id)) !== undefined)
      void client.invalidateQueries({ queryKey: caseKey(id) });
  }
  takeInApprovals(client, batches);
  takeInOthers(client, batches);
  if (rows.size > 0) countAgainSoon(client);
}

/** After which what waits for a yes may be something else. */
const approvalActions: readonly string[] = [
  'approval_asked',
  'approval_given',
  'approval_refused',
  'reply_withdrawn',
  'author_erased',
  'policies_set',
  'rota_set',
] satisfies HistoryAction[];

/** After which praise came or went, or has an answer. */
const praiseActions: readonly string[] = [
  'praise_marked',
  'praise_unmarked',
  'post_edited',
  'post_deleted',
  'author_erased',
  'reply_queued',
  'reply_withdrawn',
  'reply_refused',
] satisfies HistoryAction[];

const isOfFollowUp = (action: string) => action.startsWith('follow_up');

function takeInApprovals(client: QueryClient, batches: readonly Events[]): void {
  const actions = new Set(batches.flatMap((batch) => batch.facts.map(({ action }) => action)));
  if (approvalActions.some((action) => actions.has(action)))
    void client.invalidateQueries({ queryKey: approvalsQuery.queryKey });
  // Of what is about no case nobody hears of whose cases it stands beside.
  if ([...actions].some(isOfFollowUp)) void readAnew(client);
  // By its name, as the rules below: not in the first load.
  if (praiseActions.some((action) => actions.has(action)))
    void client.invalidateQueries({ queryKey: ['praise'] });
  if ([...actions].some((action) => action.startsWith('watch_out')))
    void client.invalidateQueries({ queryKey: ['watchOuts'] });
  if (actions.has('policies_set') || actions.has('rota_set'))
    void client.invalidateQueries({ queryKey: policiesQuery.queryKey });
  // By its name: the rules are read in the settings, which are not in the first load.
  if (actions.has('rules_set') || actions.has('rule_stopped'))
    void client.invalidateQueries({ queryKey: ['rules'] });
}

/** What belongs to no case, and is no follow-up, is about an announcement, or about what the organisation promises. */
function takeInOthers(client: QueryClient, batches: readonly Events[]): void {
  const facts = batches.flatMap((batch) =>
    batch.facts.filter(({ caseId, action }) => caseId === null && !isOfFollowUp(action)),
  );
  if (facts.length === 0) return;
  void client.invalidateQueries({ queryKey: announcementsKey });
  if (facts.some(({ action }) => action === 'promises_set' || action === 'queue_placed')) {
    for (const queryKey of [meQuery.queryKey, officeHoursKey, ['cases'], ['clocks']])
      void client.invalidateQueries({ queryKey });
  }
  if (facts.some(({ action }) => action === 'rota_set')) {
    for (const queryKey of [meQuery.queryKey, teamsQuery.queryKey, rotaQuery.queryKey, ['cases', 'team']])
      void client.invalidateQueries({ queryKey });
    countAgainSoon(client);
  }
}

let counting = false;
/** Counts are read again at most every three seconds, however much happens. */
function countAgainSoon(client: QueryClient): void {
  if (counting) return;
  counting = true;
  setTimeout(() => {
    counting = false;
    void client.invalidateQueries({ queryKey: ['counts'] });
  }, 3000);
}

/** Who looks at a case now. */
export function takeInPresence(client: QueryClient, presence: Presence): void {
  recentPresence.remember(presence.caseId, presence.present, Date.now());
  client.setQueryData<CaseView>(
    caseKey(presence.caseId),
    (shown) => shown && { ...shown, present: presence.present },
  );
}
