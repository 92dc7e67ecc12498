import { z } from 'zod';
import { readAuthorsAnswer } from '../../desk/commitments/askedAuthor.ts';
import { breakCommitment, keepCommitment } from '../../desk/commitments/endCommitment.ts';
import { giveToAnother, showInPublic } from '../../desk/commitments/giveToAnother.ts';
import { makeCommitment } from '../../desk/commitments/makeByHand.ts';
import { promiseIn } from '../../desk/commitments/promiseIn.ts';
import { Fault } from '../../domain/fault.ts';
import { type ListEnd, ledgerOfFilter, listCommitments } from '../../storage/commitmentLists.ts';
import { questionsOf } from '../../storage/commitmentQuestions.ts';
import {
  commitmentsOfCase,
  findCommitment,
  openCommitmentsOf,
  type StoredCommitment,
} from '../../storage/commitments.ts';
import type { Tenant } from '../../storage/database.ts';
import { authorsOfCases } from '../../storage/rearrangements.ts';
import { actingOf } from '../actingOf.ts';
import { commitmentView, commitmentViews } from '../commitmentView.ts';
import {
  AuthorSaidInput,
  CommitmentInput,
  CommitmentsPage,
  CommitmentsQuery,
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
      commitmentViews(tx, organisationId, await find(tx), deps.now()),
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
  listRoutes(app, deps);
  changeRoutes(app, deps);
}

/** The ledger inside. */
function listRoutes(app: App, deps: DeskDeps): void {
  app.get(
    '/api/commitments',
    { config: read, schema: { querystring: CommitmentsQuery, response: { 200: CommitmentsPage } } },
    ({ member: { organisationId }, query: { list, after, limit, ...asked } }) =>
      deps.storage.reading(organisationId, async (tx) => {
        const now = deps.now();
        const filter = { ownerId: asked.owner ?? null, teamId: asked.team ?? null, tag: asked.tag ?? null };
        const wanted = { list, after: after === undefined ? null : readEnd(after), most: limit, now };
        const { rows, end } = await listCommitments(tx, organisationId, filter, wanted);
        const ids = rows.map(({ id: one }) => one);
        const questions = await questionsOf(tx, organisationId, ids);
        return {
          rows: rows.flatMap(({ caseNumber, institution, page, ...one }) => {
            const view = commitmentView(one, now, questions.get(one.id) ?? null);
            return view === null ? [] : [{ ...view, caseNumber, institution, page }];
          }),
          ledger: await ledgerOfFilter(tx, organisationId, filter, now),
          next: end === null ? null : `${end.at.toISOString()}_${end.id}`,
        };
      }),
  );
}

/** Throws Fault `input_invalid`. */
function readEnd(text: string): ListEnd {
  const [at = '', own = ''] = text.split('_');
  const end = { at: new Date(at), id: own };
  if (Number.isNaN(end.at.getTime()) || !id.safeParse(own).success)
    throw new Fault('input_invalid', 'The place to go on from is not one of ours. Start at the first page.');
  return end;
}

/** Throws Fault `not_permitted` for a program: what an author means is read by a person. */
function mustBeSeen(keyId: string | null): void {
  if (keyId !== null)
    throw new Fault(
      'not_permitted',
      'A person has to read what the author means. Sign in and say it in the case: a key cannot.',
    );
}

/** Each answers the commitment as it stands afterwards. */
function changeRoutes(app: App, deps: DeskDeps): void {
  const acting = actingOf(deps);
  const schema = { params: One, response: { 200: CommitmentView.nullable() } };
  const after = (organisationId: number, commitmentId: string) =>
    deps.storage.inOrganisation(organisationId, async (tx) => {
      const found = await findCommitment(tx, organisationId, commitmentId);
      if (found === null) return null;
      return (await commitmentViews(tx, organisationId, [found], deps.now()))[0] ?? null;
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
    '/api/commitments/:id/author-said',
    { config: work, schema: { ...schema, body: AuthorSaidInput } },
    async (request) => {
      mustBeSeen(request.member.keyId);
      await readAuthorsAnswer(acting(request), request.params.id, request.body);
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
