import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import type { RecordDimension } from '../../domain/record.ts';
import { mayBy } from '../../domain/rights.ts';
import { responseRecord } from '../../insight/record.ts';
import { recordCsv } from '../../insight/recordTable.ts';
import { addAudit } from '../../storage/audit.ts';
import { listSpans, type SpanEnd } from '../../storage/recordReads.ts';
import { id, RecordQuery, RecordTableQuery, RecordView, SpansPage, SpansQuery } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';

const config = { right: 'record.read' } as const;
const longest = 3 * 366 * 86_400_000;

/** How fast and how surely authors are answered. */
export function recordRoutes(app: App, deps: DeskDeps): void {
  const { storage, now } = deps;
  const figures = (request: FastifyRequest, query: z.infer<typeof RecordQuery>) => {
    const { from, to, kind, by, hours } = query;
    const asked = {
      from,
      to,
      kind,
      by,
      hours,
      narrowed: narrowedBy(request, query),
      onlyMember: onlyMember(request),
    };
    return responseRecord(storage, request.member.organisationId, asked, now());
  };
  app.get(
    '/api/record',
    {
      config: { ...config, inLetterbox: true },
      schema: { querystring: RecordQuery, response: { 200: RecordView } },
    },
    async (request) => {
      const { state, ...record } = await figures(request, request.query);
      return { ...record, state: state && { ...state, countedAt: state.countedAt.toISOString() } };
    },
  );
  app.get(
    '/api/record.csv',
    { config, schema: { querystring: RecordTableQuery } },
    async (request, reply) => {
      const { table, ...query } = request.query;
      const record = await figures(request, query);
      const { organisationId, memberId, keyId } = request.member;
      const { from, to, kind, by, hours } = query;
      const particulars = { list: 'record', table, from, to, kind, by, hours };
      await storage.inOrganisation(organisationId, (tx) =>
        addAudit(tx, organisationId, { memberId, keyId, action: 'list.exported', particulars, at: now() }),
      );
      return (
        reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="record-${kind}-${from}-${to}.csv"`)
          // A tag may name somebody who is protected.
          .send((await request.mask())(recordCsv(record, table, by)))
      );
    },
  );
  spanRoutes(app, deps);
}

/** The very cases and posts behind the figures. */
function spanRoutes(app: App, { storage }: DeskDeps): void {
  app.get(
    '/api/record/spans',
    { config, schema: { querystring: SpansQuery, response: { 200: SpansPage } } },
    (request) => {
      const { from, to, kind, state, after, limit } = request.query;
      const filter = { from, to, kind, state, narrowed: narrowedBy(request, request.query) };
      const { organisationId } = request.member;
      const own = onlyMember(request);
      const page = { after: after === undefined ? null : readEnd(after), most: limit };
      return storage.reading(organisationId, async (tx) => {
        const { rows, end } = await listSpans(tx, organisationId, filter, page);
        return {
          rows: rows.map(({ begun, ended, clock, office, number, runsFrom, memberId, ...row }) => ({
            ...row,
            // By the names beside each wait anybody's figures could be reckoned.
            member: own === null || own === memberId ? row.member : null,
            begunAt: begun.toISOString(),
            endedAt: ended?.toISOString() ?? null,
            clock: ended === null ? null : clock,
            office: ended === null ? null : office,
          })),
          next: end === null ? null : `${end.begun.toISOString()}_${end.caseId}_${end.number}`,
        };
      });
    },
  );
}

/** What a single member does is a matter of trust: supervisors, executives and auditors see it of all, everybody else of themselves. Null: all. */
function onlyMember({ member }: FastifyRequest): string | null {
  return mayBy(member, 'record.members.read') ? null : member.memberId;
}

const isMember = (dimension: RecordDimension) => dimension === 'member' || dimension === 'executive';
const ofIds: readonly RecordDimension[] = ['unit', 'team', 'member', 'executive'];

/** Throws Fault `input_invalid` for a period that is none, `not_permitted` for another member's figures. */
function narrowedBy(
  request: FastifyRequest,
  { from, to, dimension, value = '' }: Pick<RecordQuery, 'from' | 'to' | 'dimension' | 'value'>,
): { dimension: RecordDimension; value: string } | null {
  const length = Date.parse(to) - Date.parse(from);
  if (length < 0 || length > longest)
    throw new Fault(
      'input_invalid',
      'Choose a first day, and a last one not before it and at most three years later.',
    );
  if (dimension === undefined) return null;
  const only = onlyMember(request);
  if (isMember(dimension) && only !== null && value !== only)
    throw new Fault(
      'not_permitted',
      'You see your own figures here, and those of the house. Ask a supervisor for others.',
    );
  const isId = id.safeParse(value).success || (value === '' && dimension !== 'executive');
  if (ofIds.includes(dimension) && !isId)
    throw new Fault('input_invalid', 'This value is not one of ours. Choose one of the table.');
  return { dimension, value };
}

/** Throws Fault `input_invalid`. */
function readEnd(text: string): SpanEnd {
  const [begun = '', caseId = '', number = ''] = text.split('_');
  const end = { begun: new Date(begun), caseId, number: Number(number) };
  const known = !Number.isNaN(end.begun.getTime()) && id.safeParse(caseId).success;
  if (known && Number.isInteger(end.number) && end.number > 0 && end.number < 2 ** 31) return end;
  throw new Fault('input_invalid', 'The place to go on from is not one of ours. Start at the first page.');
}
