import { z } from 'zod';
import { roles } from '../../domain/rights.ts';
import { id, instant } from './fields.ts';
import { Week } from './officeHours.ts';

const Named = z.object({ id, name: z.string() });

/** GET /api/teams: teams in use, by name, and who answers for each now. */
export const TeamView = z.object({
  id,
  name: z.string(),
  members: z.array(Named),
  /** On duty now: who is of the team, then who stands in for others of it. */
  answering: z.array(Named.extend({ insteadOf: z.array(Named) })),
});
/** POST /api/teams; PUT /api/teams/:id; DELETE /api/teams/:id takes it out of use. */
export const TeamInput = z.object({
  name: z.string().trim().min(1).max(80),
  memberIds: z.array(id).max(500),
});
export const Kept = z.object({ id });

/** GET /api/rota: every present and invited member with superior, hours, deputy and absences. */
export const RotaView = z.object({
  member: Named.extend({ role: z.enum(roles), invited: z.boolean() }),
  superior: Named.nullable(),
  timeZone: z.string(),
  /** Sunday first; null: around the clock. */
  week: Week.nullable(),
  deputy: Named.nullable(),
  /** Those that are not over, days as the member's zone has them, the last one included. */
  absences: z.array(z.object({ id, from: z.iso.date(), to: z.iso.date(), deputy: Named.nullable() })),
  onDuty: z.boolean(),
  /** The last day of the absence that the member is in now. */
  awayUntil: z.iso.date().nullable(),
  /** When the member is on duty again; null for who is now, or never. */
  backAt: instant.nullable(),
  /** Who stands in now for a member who is not on duty. */
  standIn: Named.nullable(),
});
/** PUT /api/rota/:id, by member. */
export const PlaceInput = z.object({
  superiorId: id.nullable(),
  timeZone: z.string().min(1).max(60),
  week: Week.nullable(),
  deputyId: id.nullable(),
});
/** POST /api/absences; DELETE /api/absences/:id. */
export const AbsenceInput = z.object({
  memberId: id,
  from: z.iso.date(),
  to: z.iso.date(),
  deputyId: id.nullable().default(null),
});

export type TeamView = z.infer<typeof TeamView>;
export type TeamInput = z.infer<typeof TeamInput>;
export type RotaView = z.infer<typeof RotaView>;
export type PlaceInput = z.infer<typeof PlaceInput>;
export type AbsenceInput = z.input<typeof AbsenceInput>;
