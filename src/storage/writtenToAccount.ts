import { type RawBuilder, sql } from 'kysely';

/**
 * True where the post `p` was written to the account `a`: it says its handle, or answers a post of it. Which accounts heard it says nothing: each hears what is written to the others of the house.
 */
export const writtenToAccount = (organisationId: number): RawBuilder<unknown> => sql`(
  a.network = p.network and (
    strpos(lower(p.text), lower(a.handle)) > 0
    or p.parent_network_id is not null and exists (
      select from post as ours join identity as us on us.organisation_id = ${organisationId} and us.id = ours.identity_id
      where ours.organisation_id = ${organisationId} and ours.fingerprint = network_fingerprint(p.network, p.parent_network_id)
        and ours.direction = 'house' and us.network_id = a.network_id
    )
  )
)`;
