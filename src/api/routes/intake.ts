import { z } from 'zod';
import { isRunning } from '../../domain/roles.ts';
import { addAudit } from '../../storage/audit.ts';
import { intakeState } from '../../storage/intakeReads.ts';
import { runningRoles } from '../../storage/listening.ts';
import { replaySetAside } from '../../storage/setAside.ts';
import { IntakeView, ReplayInput } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { instantOf } from '../views.ts';

/** Settings > Intake: what waits, what was set aside and why, which roles run. */
export function intakeRoutes(app: App, deps: DeskDeps): void {
  replaying(app, deps);
  app.get(
    '/api/intake',
    { config: { right: 'intake.read' }, schema: { response: { 200: IntakeView } } },
    async ({ member }) => {
      const now = deps.now();
      const state = await deps.storage.inOrganisation(member.organisationId, (tx) =>
        intakeState(tx, member.organisationId, now),
      );
      const roles = await runningRoles(deps.storage.system);
      return {
        ...state,
        oldestWaitingAt: instantOf(state.oldestWaitingAt),
        setAside: state.setAside.map((item) => ({ ...item, at: item.at.toISOString() })),
        imports: state.imports.map((one) => ({
          ...one,
          startedAt: one.startedAt.toISOString(),
          finishedAt: instantOf(one.finishedAt),
        })),
        roles: roles.map((role) => ({
          ...role,
          beatAt: role.beatAt.toISOString(),
          running: isRunning(role.beatAt, now),
        })),
      };
    },
  );
}

/** Takes what was set aside in again. */
function replaying(app: App, deps: DeskDeps): void {
  app.post(
    '/api/intake/replay',
    {
      config: { right: 'intake.manage' },
      schema: { body: ReplayInput, response: { 200: z.object({ replayed: z.number().int() }) } },
    },
    ({ member, body }) => {
      const { organisationId, memberId, keyId } = member;
      const at = deps.now();
      return deps.storage.inOrganisation(organisationId, async (tx) => {
        const replayed = await replaySetAside(
          tx,
          organisationId,
          body.all ? null : (body.rawIds ?? []).map(Number),
          at,
        );
        await addAudit(tx, organisationId, {
          memberId,
          keyId,
          action: 'intake.replayed',
          particulars: { replayed },
          at,
        });
        return { replayed };
      });
    },
  );
}
