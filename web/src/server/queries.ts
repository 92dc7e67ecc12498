import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  AbuseReadingsView,
  AbuseReadingView,
  AccountView,
  AnnouncementPage,
  AuditView,
  BlockedAuthor,
  CasePage,
  CaseRow,
  CaseView,
  ClockView,
  CountryView,
  ErasurePreview,
  ErasureView,
  FormView,
  IntakeView,
  Me,
  MemberView,
  MoveOfferView,
  NetworkView,
  OfficeHoursView,
  PermissionView,
  ProtectedAuthor,
  RotaView,
  SessionView,
  TagView,
  TeamView,
  TextView,
  UnitView,
  View,
} from '../../../src/api/contract.ts';
import type { CaseFilter } from '../../../src/domain/caseFilter.ts';
import { filterQuery, passesHere } from '../filters/address.ts';
import { afterNews, type CaseList, listOf, withPage } from '../inbox/caseList.ts';
import { recentNews, recentPresence } from '../live/recent.ts';
import { get, isUnreachable, Refusal } from './http.ts';

/** How many cases one page holds. */
export const pageSize = 100;

/** Ours stay fresh by the live stream; what cannot be reached is tried again for as long as it takes. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      retry: (_failures, error) =>
        isUnreachable(error) || (error instanceof Refusal && error.status >= 500 && _failures < 2),
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 5000),
    },
    mutations: { networkMode: 'always' },
  },
});

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => get<Me>('/api/me'),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The page of a view after `after`. */
const readPage = (view: View, filter: CaseFilter, after: string | null) =>
  get<CasePage>(
    `/api/cases?view=${view}&limit=${pageSize}${filterQuery(filter)}${after === null ? '' : `&after=${encodeURIComponent(after)}`}`,
  );

export const listKey = (view: View, filter: CaseFilter = {}) => ['cases', view, filter] as const;

/** A list with news in it, where it belongs. */
export function listAfter(
  list: CaseList,
  news: readonly CaseRow[],
  [, view, filter]: ReturnType<typeof listKey>,
  me: Me | undefined,
): CaseList {
  if (me === undefined) return list;
  const looking = { memberId: me.member.id, teamIds: me.teams.map(({ id }) => id) };
  return afterNews(list, news, view, looking, passesHere(filter, me));
}

/** News that came while a page was on its way is put on top of it. */
function caughtUp(client: QueryClient, list: CaseList, key: ReturnType<typeof listKey>): CaseList {
  return listAfter(list, recentNews.rows(), key, client.getQueryData<Me>(meQuery.queryKey));
}

/** Reads the next page of a view into its list. */
export async function readOn(client: QueryClient, view: View, filter: CaseFilter): Promise<void> {
  const key = listKey(view, filter);
  const next = client.getQueryData<CaseList>(key)?.next ?? null;
  if (next === null) return;
  const page = await readPage(view, filter, next);
  client.setQueryData<CaseList>(key, (list) =>
    list?.next === next ? caughtUp(client, withPage(list, page, view), key) : list,
  );
}

export const listQuery = (view: View, filter: CaseFilter = {}) =>
  queryOptions({
    queryKey: listKey(view, filter),
    queryFn: async ({ client }): Promise<CaseList> =>
      caughtUp(client, listOf(await readPage(view, filter, null)), listKey(view, filter)),
    // Which account heard a case is not told with its news.
    refetchInterval: filter.account === undefined ? false : 30_000,
    staleTime: Number.POSITIVE_INFINITY,
    // News leaves the other rows as they are. To compare row by row would take the rows behind a new one for changed, and so read them all, several times a second.
    structuralSharing: false,
    gcTime: 10 * 60_000,
  });

export const countsQuery = queryOptions({
  queryKey: ['counts'],
  queryFn: () => get<Record<View, number>>('/api/cases/counts'),
  staleTime: 5000,
});

export const caseKey = (id: string) => ['case', id] as const;

/** Reads a case; what the stream told while it was being read is newer than the answer. */
async function readCase(id: string, signal: AbortSignal): Promise<CaseView> {
  const begun = Date.now();
  const shown = await get<CaseView>(`/api/cases/${id}`, { signal });
  if (recentNews.sequenceOf(id) > shown.sequence) return readCase(id, signal);
  return { ...shown, present: recentPresence.since(id, begun) ?? shown.present };
}

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: caseKey(id),
    queryFn: ({ signal }) => readCase(id, signal),
    staleTime: 60_000,
  });

export const announcementsKey = ['announcements'] as const;
/** What was announced, page by page, the latest change first. */
export const announcementsQuery = infiniteQueryOptions({
  queryKey: announcementsKey,
  initialPageParam: null as string | null,
  queryFn: ({ pageParam }) =>
    get<AnnouncementPage>(
      `/api/announcements?limit=30${pageParam === null ? '' : `&before=${encodeURIComponent(pageParam)}`}`,
    ),
  getNextPageParam: (last) => last.next,
});

export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: () => get<MemberView[]>('/api/members'),
});
export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: () => get<TeamView[]>('/api/teams'),
  staleTime: 60_000,
});
/** Every member with superior, hours and absences, and who is on duty now. */
export const rotaQuery = queryOptions({
  queryKey: ['rota'],
  queryFn: () => get<RotaView[]>('/api/rota'),
  staleTime: 60_000,
});
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => get<AccountView[]>('/api/accounts'),
  refetchInterval: 30_000,
});
export const formsQuery = queryOptions({
  queryKey: ['forms'],
  queryFn: () => get<FormView[]>('/api/forms'),
});
export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: () => get<UnitView[]>('/api/units'),
  staleTime: 60_000,
});
export const networksQuery = queryOptions({
  queryKey: ['networks'],
  queryFn: () => get<NetworkView[]>('/api/networks'),
  staleTime: Number.POSITIVE_INFINITY,
});
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: () => get<SessionView[]>('/api/sessions'),
});
export const officeHoursKey = ['office-hours'] as const;
/** Read anew while cases are being given their new places. */
export const officeHoursQuery = queryOptions({
  queryKey: officeHoursKey,
  queryFn: () => get<OfficeHoursView>('/api/office-hours'),
  refetchInterval: (query) => (query.state.data?.placing === true ? 2_000 : false),
});
export const countriesQuery = queryOptions({
  queryKey: ['countries'],
  queryFn: () => get<CountryView[]>('/api/office-hours/countries'),
  staleTime: Number.POSITIVE_INFINITY,
});
/** Read again whenever something happens to the case: every fact has its number. */
export const clocksQuery = (id: string, sequence: number) =>
  queryOptions({
    queryKey: ['clocks', id, sequence],
    queryFn: ({ signal }) => get<ClockView[]>(`/api/cases/${id}/clocks`, { signal }),
    placeholderData: (before) => before,
  });
/** What the network permits for another post of the case than its last. */
export const permissionsQuery = (caseId: string, postId: string, sequence: number) =>
  queryOptions({
    queryKey: ['permissions', caseId, postId, sequence],
    queryFn: ({ signal }) =>
      get<PermissionView[]>(`/api/cases/${caseId}/permissions?postId=${postId}`, { signal }),
    placeholderData: (before, query) => (query?.queryKey[2] === postId ? before : undefined),
  });
/** How a public post can go on in private; asked each time anew. */
export const moveOfferQuery = (caseId: string, postId: string) =>
  queryOptions({
    queryKey: ['move-offer', caseId, postId],
    queryFn: ({ signal }) =>
      get<MoveOfferView>(`/api/cases/${caseId}/move-offer?postId=${postId}`, { signal }),
    gcTime: 0,
  });
/** What would go with the author of a case; asked each time anew. */
export const erasureQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['erasure', caseId],
    queryFn: () => get<ErasurePreview>(`/api/cases/${caseId}/erasure`),
    gcTime: 0,
    retry: false,
  });
export const textsQuery = queryOptions({
  queryKey: ['texts'],
  queryFn: () => get<TextView[]>('/api/texts'),
  staleTime: 60_000,
});
export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: () => get<TagView[]>('/api/tags'),
  staleTime: 30_000,
});
export const erasuresQuery = queryOptions({
  queryKey: ['erasures'],
  queryFn: () => get<ErasureView[]>('/api/erasures'),
});
export const abuseReadingQuery = queryOptions({
  queryKey: ['abuse', 'mine'],
  queryFn: () => get<AbuseReadingView>('/api/abuse-reading'),
  staleTime: 30_000,
});
export const abuseReadingsQuery = queryOptions({
  queryKey: ['abuse', 'members'],
  queryFn: () => get<AbuseReadingsView>('/api/abuse-readings'),
});
export const blockedQuery = queryOptions({
  queryKey: ['blocked'],
  queryFn: () => get<BlockedAuthor[]>('/api/blocked-authors'),
});
export const protectedQuery = queryOptions({
  queryKey: ['protected'],
  queryFn: () => get<ProtectedAuthor[]>('/api/protected-authors'),
});
export const auditQuery = queryOptions({
  queryKey: ['audit'],
  queryFn: () => get<AuditView[]>('/api/audit'),
});
export const intakeQuery = queryOptions({
  queryKey: ['intake'],
  queryFn: () => get<IntakeView>('/api/intake'),
  refetchInterval: 5000,
});
