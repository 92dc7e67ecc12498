/** Automation rules: written, changed, switched on and off, ordered and taken out of use by a supervisor, each act audited. */
import { Fault } from '../../domain/fault.ts';
import { faultOfRule, mostRules, type RuleAct } from '../../domain/rule.ts';
import { hasText } from '../../storage/approvedTexts.ts';
import { addAudit } from '../../storage/audit.ts';
import type { Tenant } from '../../storage/database.ts';
import { recordFacts } from '../../storage/history.ts';
import { newId } from '../../storage/ids.ts';
import { findMember } from '../../storage/members.ts';
import { teamsInUse, unitsInUse } from '../../storage/ruleFacts.ts';
import { type KeptRule, keepRule, listRules, orderRules, retireRule } from '../../storage/rules.ts';
import { type Acting, particularsOf } from '../acting.ts';

/** Keeps a rule: a new one without an id, else the changed one; answers its id. It looks at what happens from now on. Throws Fault `input_invalid`, `not_found`. */
export async function keepOneRule(
  acting: Acting,
  id: string | null,
  wanted: Omit<KeptRule, 'id'>,
): Promise<string> {
  const { storage, organisationId, memberId, now } = acting;
  mustBeWhole(wanted);
  const rule = { ...wanted, id: id ?? newId(now.getTime()) };
  await storage
    .inOrganisation(organisationId, async (tx) => {
      const known = await listRules(tx, organisationId, now);
      if (id !== null && !known.some((one) => one.id === id)) throw gone();
      if (id === null && known.length >= mostRules)
        throw new Fault(
          'input_invalid',
          `There are ${mostRules} rules. Take one out of use before you write another.`,
        );
      for (const act of wanted.acts) await mustBeInUse(tx, organisationId, act);
      if (!(await keepRule(tx, organisationId, rule, { memberId, at: now }))) throw gone();
      await tell(tx, acting, 'rule.kept', { rule: rule.id, name: rule.name, enabled: rule.enabled });
    })
    .catch((cause: unknown) => {
      if ((cause as { code?: string }).code !== '23505') throw cause;
      throw new Fault('input_invalid', 'There is a rule of this name. Give it another name.', { cause });
    });
  return rule.id;
}

/** Throws Fault `input_invalid` where its parts do not fit together. */
export function mustBeWhole(rule: Parameters<typeof faultOfRule>[0]): void {
  const fault = faultOfRule(rule);
  if (fault === 'hours')
    throw new Fault(
      'input_invalid',
      'A rule that waits says for how many hours, and no other does. Choose once more when it acts.',
    );
  if (fault === 'resolve')
    throw new Fault(
      'input_invalid',
      'A rule resolves only what has waited for its author. Choose that, or take the step away.',
    );
}

/** Takes a rule out of use; what it did stays. Throws Fault `not_found`. */
export async function retireOneRule(acting: Acting, id: string): Promise<void> {
  const { storage, organisationId, now } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    if (!(await retireRule(tx, organisationId, id, now))) throw gone();
    await tell(tx, acting, 'rule.retired', { rule: id });
  });
}

/** Sets the order in which rules act. */
export async function setOrderOfRules(acting: Acting, ids: readonly string[]): Promise<void> {
  const { storage, organisationId } = acting;
  await storage.inOrganisation(organisationId, async (tx) => {
    await orderRules(tx, organisationId, ids);
    await tell(tx, acting, 'rules.ordered', { rules: ids.length });
  });
}

async function mustBeInUse(tx: Tenant, organisationId: number, act: RuleAct): Promise<void> {
  if (act.do === 'team' && (await teamsInUse(tx, organisationId, [act.teamId], false)).length === 0)
    throw new Fault('input_invalid', 'This team is not in use any more. Choose another one.');
  if (act.do === 'unit' && (await unitsInUse(tx, organisationId, [act.unitId])).size === 0)
    throw new Fault('input_invalid', 'This unit is not in use any more. Choose another one.');
  if (act.do === 'suggest' && !(await hasText(tx, organisationId, act.textId)))
    throw new Fault('input_invalid', 'This text is not in use any more. Choose another one.');
  if (act.do !== 'member') return;
  const member = await findMember(tx, organisationId, { id: act.memberId });
  if (member === null || member.leftAt !== null)
    throw new Fault('input_invalid', 'Whom you chose is not here, or not any more. Choose another member.');
}

async function tell(
  tx: Tenant,
  acting: Acting,
  action: 'rule.kept' | 'rule.retired' | 'rules.ordered',
  particulars: Record<string, string | number | boolean>,
): Promise<void> {
  const { organisationId, memberId, keyId = null, now } = acting;
  await addAudit(tx, organisationId, { memberId, keyId, action, particulars, at: now });
  const fact = { actorId: memberId, action: 'rules_set', caseId: null, subjectId: null } as const;
  await recordFacts(tx, organisationId, [{ ...fact, ...particularsOf(undefined, keyId) }], now);
}

const gone = () => new Fault('not_found', 'This rule is not in use any more. Look at the list again.');
