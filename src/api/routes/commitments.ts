import { z } from 'zod';
import { breakCommitment, keepCommitment } from '../../desk/commitments/endCommitment.ts';
import { giveToAnother, showInPublic } from '../../desk/commitments/giveToAnother.ts';
import { makeCommitment } from '../../desk/commitments/makeByHand.ts';
import { promiseIn } from '../../desk/commitments/promiseIn.ts';
import { standingOf } from '../../domain/commitment.ts';
import {
  commitmentsOfCase,
  findCommitment,
  openCommitmentsOf,
  type StoredCommitment,
} from '../../storage/commitments.ts';
import type { Tenant } from '../../storage/database.ts';
import { authorsOfCases } from '../../storage/rearrangements.ts';
import { actingOf } from '../actingOf.ts';
import {
  CommitmentInput,
  CommitmentView,
  EvidenceInput,
  FoundPromise,
  id,
  OwnerInput,
  ReadPromiseInput,
  ShownInput,
} from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { promiseView } from '../promiseView.ts';
import { noSuchCase } from '../readCase.ts';

const One = z.object({ id });
const read = { right: 'cases.read' } as const;
const work = { right: 'cases.work' } as const;
const All = z.array(CommitmentView);

/** Promises made to authors: those of a case, a member's own, and what becomes of each. */
export function commitmentRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  const viewed = (organisationId: number, find: (tx: Tenant) => Promise<StoredCommitment[]>) =>
    deps.storage.inOrganisation(organisationId, async (tx) =>
      (await find(tx)).flatMap((one) => viewOf(one, deps.now()) ?? []),
    );
  app.get(
    '/api/cases/:id/commitments',
    { config: read, schema: { params: One, response: { 200: All } } },
    ({ member: { organisationId }, params }) =>
      viewed(organisationId, async (tx) => {
        const cases = await authorsOfCases(tx, organisationId, [params.id]);
        if (!cases.has(params.id)) throw noSuchCase();
        return commitmentsOfCase(tx, organisationId, params.id);
      }),
  );
  app.get(
    '/api/commitments/mine',
    { config: read, schema: { response: { 200: All } } },
    ({ member: { organisationId, memberId } }) =>
      viewed(organisationId, (tx) => openCommitmentsOf(tx, organisationId, memberId)),
  );
  app.post(
    '/api/cases/:id/commitments',
    { config: work, schema: { params: One, body: CommitmentInput, response: { 200: All } } },
    async (request) => {
      const { dueAt, ...body } = request.body;
      await makeCommitment(acting(request), request.params.id, { ...body, dueAt: new Date(dueAt) });
      const { organisationId } = request.member;
      return viewed(organisationId, (tx) => commitmentsOfCase(tx, organisationId, request.params.id));
    },
  );
  app.post(
    '/api/promises/read',
    {
      config: { right: 'replies.draft' },
      schema: { body: ReadPromiseInput, response: { 200: FoundPromise } },
    },
    async ({ member: { organisationId }, body }) => {
      const found = await promiseIn(deps, organisationId, body.text);
      return found === null ? null : promiseView(found);
    },
  );
  changeRoutes(app, deps);
}

/** Each answers the commitment as it stands afterwards. */
function changeRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  const schema = { params: One, response: { 200: CommitmentView.nullable() } };
  const after = (organisationId: number, commitmentId: string) =>
    deps.storage.inOrganisation(organisationId, async (tx) => {
      const found = await findCommitment(tx, organisationId, commitmentId);
      return found === null ? null : viewOf(found, deps.now());
    });
  app.put(
    '/api/commitments/:id/kept',
    { config: work, schema: { ...schema, body: EvidenceInput } },
    async (request) => {
      await keepCommitment(acting(request), request.params.id, request.body.evidence);
      return after(request.member.organisationId, request.params.id);
    },
  );
  app.put(
    '/api/commitments/:id/broken',
    { config: work, schema: { ...schema, body: EvidenceInput } },
    async (request) => {
      await breakCommitment(acting(request), request.params.id, request.body.evidence);
      return after(request.member.organisationId, request.params.id);
    },
  );
  app.put(
    '/api/commitments/:id/owner',
    { config: work, schema: { ...schema, body: OwnerInput } },
    async (request) => {
      await giveToAnother(acting(request), request.params.id, request.body.ownerId);
      return after(request.member.organisationId, request.params.id);
    },
  );
  app.put(
    '/api/commitments/:id/shown',
    { config: work, schema: { ...schema, body: ShownInput } },
    async (request) => {
      await showInPublic(acting(request), request.params.id, request.body.shown);
      return after(request.member.organisationId, request.params.id);
    },
  );
}

/** Null for one whose conversation is in no case any more. */
function viewOf({ commitment, caseId, ...stored }: StoredCommitment, now: Date): CommitmentView | null {
  if (caseId === null) return null;
  const { madeAt, dueAt, endedAt, confirmed, renewals, lateSince } = commitment;
  return {
    id: stored.id,
    caseId,
    what: stored.what,
    ownerId: stored.ownerId,
    ownerName: stored.ownerName,
    madeAt: madeAt.toISOString(),
    dueAt: dueAt.toISOString(),
    standing: standingOf(commitment, now),
    endedAt: endedAt?.toISOString() ?? null,
    confirmed,
    renewals,
    lateSince: lateSince?.toISOString() ?? null,
    hidden: stored.hiddenAt !== null,
    evidence: commitment.state === 'open' ? null : stored.evidence,
  };
}
