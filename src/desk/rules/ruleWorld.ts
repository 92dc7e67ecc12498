import { mostTags } from '../../domain/bulk.ts';
import { absenceOf, standInFor } from '../../domain/rota.ts';
import type { Rule, RuleAct, RuleWorld } from '../../domain/rule.ts';
import { textsInUse } from '../../storage/approvedTexts.ts';
import type { Tenant } from '../../storage/database.ts';
import { readRota } from '../../storage/rota.ts';
import { teamsInUse, unitsInUse } from '../../storage/ruleFacts.ts';

/** What the acts of these rules may lead to, no more than they name. `hold`: teams are not retired before this transaction ends. */
export async function worldOf(
  tx: Tenant,
  organisationId: number,
  rules: readonly Pick<Rule, 'acts'>[],
  { now, hold }: { now: Date; hold: boolean },
): Promise<RuleWorld> {
  const acts = rules.flatMap((rule) => rule.acts);
  const named = <D extends RuleAct['do']>(
    what: D,
    id: (act: Extract<RuleAct, { do: D }>) => string,
  ): string[] => acts.flatMap((act) => (act.do === what ? [id(act as Extract<RuleAct, { do: D }>)] : []));
  const units = named('unit', (act) => act.unitId);
  const teams = named('team', (act) => act.teamId);
  const texts = named('suggest', (act) => act.textId);
  const members = named('member', (act) => act.memberId);
  return {
    units: await unitsInUse(tx, organisationId, units),
    texts: new Set((await textsInUse(tx, organisationId, texts)).keys()),
    teams: new Set(await teamsInUse(tx, organisationId, teams, hold)),
    takers: await takersOf(tx, organisationId, members, now),
    mostTags,
  };
}

/** Who takes what is handed to each of these members now: whoever is away is stood in for. */
async function takersOf(
  tx: Tenant,
  organisationId: number,
  memberIds: readonly string[],
  now: Date,
): Promise<Map<string, string | null>> {
  if (memberIds.length === 0) return new Map();
  const rota = await readRota(tx, organisationId, now);
  return new Map(
    memberIds.flatMap((id) => {
      const member = rota.get(id);
      if (member === undefined || !member.here) return [];
      return [[id, absenceOf(member, now) === null ? id : standInFor(rota, id, now)]];
    }),
  );
}
