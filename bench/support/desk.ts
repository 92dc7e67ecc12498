/** An organisation with its first member, who can sign in, a connected account and a colleague. */
import { finishFirstRun } from '../../src/members/firstRun.ts';
import { makeFirstRunLink } from '../../src/members/links.ts';
import type { Storage } from '../../src/storage/database.ts';
import { newId } from '../../src/storage/ids.ts';
import { house } from './posts.ts';

export interface Desk {
  email: string;
  password: string;
  organisationId: number;
  memberId: string;
  institutionId: string;
  accountId: string;
  colleagueId: string;
}

/** Does the first run as a newcomer does; then a connected account and a colleague. */
export async function makeDesk(storage: Storage): Promise<Desk> {
  const now = new Date();
  const email = 'naledi@karoo-water.example';
  const password = 'a password for measuring only';
  const link = await makeFirstRunLink(storage, 'http://127.0.0.1', now);
  await finishFirstRun(
    storage,
    {
      token: (link ?? '').split('#token=')[1] ?? '',
      organisation: 'Karoo Water',
      institution: 'Karoo Water Board',
      name: 'Naledi Dlamini',
      email,
      password,
      timeZone: 'Africa/Johannesburg',
    },
    now,
  );
  const known = await storage.pool.query(
    'select m.organisation_id, m.id as member_id, i.id as institution_id from member as m join institution as i using (organisation_id)',
  );
  const {
    organisation_id: organisationId,
    member_id: memberId,
    institution_id: institutionId,
  } = known.rows[0];
  const [accountId, colleagueId] = [newId(), newId()];
  await storage.pool.query(
    `insert into connected_account (organisation_id, id, institution_id, network, network_id, handle) values ($1, $2, $3, 'bluesky', $4, 'karoo-water.example')`,
    [organisationId, accountId, institutionId, house],
  );
  await storage.pool.query(
    `insert into member (organisation_id, id, name, email, role) values ($1, $2, 'Thabo Mokoena', 'thabo@karoo-water.example', 'agent')`,
    [organisationId, colleagueId],
  );
  return { email, password, organisationId, memberId, institutionId, accountId, colleagueId };
}
