/** A desk in the API of this process on which members ask each other about no case: the chief executive asks, Thabo is asked, Zanele is his superior, and Jean has nothing to do with it. */
import { randomUUID } from 'node:crypto';
import type {
  CasePage,
  FollowUpFileView,
  FollowUpsPage,
  FollowUpView,
  MemberView,
} from '../../src/api/contract.ts';
import { alertingIn } from './alerting.ts';
import { join, type Person } from './apiServer.ts';
import { item } from './desk.ts';
import { openDeskInApi } from './deskInApi.ts';

const day = 86_400_000;

export async function openAskedAlone() {
  const open = await openDeskInApi();
  const uwera = await join(open.server, open.admin, 'executive', 'uwera@water.example');
  const thabo = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  const zanele = await join(open.server, open.admin, 'agent', 'zanele@water.example');
  const jean = await join(open.server, open.admin, 'agent', 'jean@water.example');
  const auditor = await join(open.server, open.admin, 'auditor', 'auditor@water.example');
  /** Of members, by the names in their addresses. */
  const ids: Record<string, string> = {};
  for (const { id, email } of await open.ask<MemberView[]>('GET', '/api/members'))
    ids[email.split('@')[0] ?? ''] = id;
  const place = { superiorId: ids.zanele, timeZone: 'Africa/Kigali', week: null, deputyId: null };
  await open.ask('PUT', `/api/rota/${ids.thabo}`, place);
  const { did } = open.desk.house;
  await open.take(
    item({ did: 'did:plc:amina', key: 'ask', minute: 1, text: 'Your depot laughed', mentions: [did] }),
    item({ did: 'did:plc:juma', key: 'ask', minute: 2, text: 'No water in Limbe', mentions: [did] }),
  );
  const { rows: cases } = await open.ask<CasePage>('GET', '/api/cases?view=all');
  await alertingIn(open.server).run();
  const amina = cases.find(({ words }) => words?.includes('depot'))?.id ?? '';
  const now = () => open.server.now();
  const ahead = (days: number) => new Date(now().getTime() + days * day).toISOString();
  return {
    ...{ open, uwera, thabo, zanele, jean, auditor, ids, amina, now, ahead },
    ask: (more: object = {}, as: Person = uwera) =>
      open.ask<FollowUpView>(
        'POST',
        '/api/follow-ups',
        {
          id: randomUUID(),
          about: 'other',
          memberId: ids.thabo,
          question: 'How often does the Limbe depot stand idle?',
          dueAt: ahead(2),
          ...more,
        },
        as,
      ),
    put: (one: FollowUpView, what: string, payload: object, as: Person) =>
      open.ask<FollowUpView>('PUT', `/api/follow-ups/${one.id}/${what}`, payload, as),
    read: (one: FollowUpView, as: Person) =>
      open.ask<FollowUpView>('GET', `/api/follow-ups/${one.id}`, undefined, as),
    async listed(as: Person, query = '') {
      const page = await open.ask<FollowUpsPage>('GET', `/api/follow-ups${query}`, undefined, as);
      return page.rows.map(({ id }) => id);
    },
    ofCase: (caseId: string, as: Person) =>
      open.ask<FollowUpView[]>('GET', `/api/cases/${caseId}/follow-ups`, undefined, as),
    async upload(name: string, payload: Buffer, as: Person) {
      const url = `/api/follow-ups/files?name=${encodeURIComponent(name)}`;
      const headers = { 'content-type': 'application/octet-stream' };
      const answer = await open.server.ask({ method: 'POST', url, as, payload, headers });
      return { ...answer, file: answer.body as FollowUpFileView };
    },
    fetched: (address: string, as: Person) => open.server.ask({ url: address, as }),
  };
}

export const pdf = Buffer.from('%PDF-1.7\nThe rota of the night desk');
