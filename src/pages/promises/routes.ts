/** The public pages of promises: for people, for programs, for readers of feeds. Nobody signs in; what they show is counted anew at most once a minute. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  countPublicLedger,
  type LedgerCounts,
  type LedgerList,
  linesOnPage,
  listPublicLedger,
  type PublicLedger,
} from '../../desk/commitments/publicLedger.ts';
import {
  findInstitutionByPage,
  type PromiseEnd,
  type PromisingInstitution,
} from '../../storage/publicPromises.ts';
import type { Pages, PagesApp } from '../deps.ts';
import { forAll, keptForAMinute, ownAddress } from '../forEverybody.ts';
import { askedLanguage, languageOf } from '../language.ts';
import { sendPage } from '../layout.ts';
import { sendLost } from '../plainPages.ts';
import { wordsIn } from '../words/words.ts';
import { ledgerData, ledgerFeed } from './feeds.ts';
import { methodBody, promisesBody } from './promisesPage.ts';

const isPage = /^[a-z0-9][a-z0-9-]{1,59}$/;
/** Promises of one answer to a program. */
const linesOfData = 100;

export function promisesRoutes(app: PagesApp, pages: Pages): void {
  const options = { config: { right: 'public' }, schema: { hide: true } } as const;
  const read = ledgers(pages);
  const answer =
    (
      most: number,
      send: (request: FastifyRequest, reply: FastifyReply, ledger: PublicLedger) => Promise<FastifyReply>,
    ) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const institution = await find(pages, request);
      const after = endIn(request);
      if (institution === null || after === 'unreadable') return sendLost(request, reply);
      return send(request, reply, await read(institution, after, most));
    };
  app.get('/promises/:page', options, answer(linesOnPage, sendPromises));
  app.get(
    '/promises/:page/data.json',
    options,
    answer(linesOfData, async (request, reply, ledger) => {
      const data = ledgerData(ledger, wordsIn(languageOf(request, 'en')), ownAddress(pages, request));
      return forAll(reply).header('access-control-allow-origin', '*').send(data);
    }),
  );
  app.get(
    '/promises/:page/feed.rss',
    options,
    answer(linesOnPage, async (request, reply, ledger) => {
      const language = languageOf(request, 'en');
      const feed = ledgerFeed(ledger, wordsIn(language), { base: ownAddress(pages, request), language });
      return forAll(reply).type('application/rss+xml; charset=utf-8').send(feed);
    }),
  );
  app.get('/promises/:page/method', options, async (request, reply) => {
    const institution = await find(pages, request);
    return institution === null ? sendLost(request, reply) : sendMethod(request, reply, institution);
  });
}

function find(pages: Pages, request: FastifyRequest): Promise<PromisingInstitution | null> {
  const { page } = request.params as { page: string };
  return isPage.test(page) ? findInstitutionByPage(pages.storage.system, page) : Promise.resolve(null);
}

const endForm = /^(\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function endIn(request: FastifyRequest): PromiseEnd | null | 'unreadable' {
  const { before } = request.query as { before?: unknown };
  if (before === undefined) return null;
  const [, at = '', id = ''] = endForm.exec(String(before)) ?? [];
  const madeAt = new Date(at);
  return Number.isNaN(madeAt.getTime()) ? 'unreadable' : { madeAt, id };
}

/**
 * Reads a ledger, or gives what was read within the last minute: whoever asks often costs no more. Counts are kept by institution alone, so that nobody makes them be counted anew by
 * asking for another page of the list.
 */
function ledgers(pages: Pages) {
  const counts = keptForAMinute<LedgerCounts>();
  const lists = keptForAMinute<LedgerList>();
  return async (
    institution: PromisingInstitution,
    after: PromiseEnd | null,
    most: number,
  ): Promise<PublicLedger> => {
    const now = pages.now();
    const { organisationId, id } = institution;
    const key = `${organisationId} ${id}`;
    const place = after === null ? '' : `${after.madeAt.toISOString()} ${after.id}`;
    const [counted, list] = await Promise.all([
      counts(key, now, () => countPublicLedger(pages.storage, institution, now)),
      lists(`${key} ${most} ${place}`, now, () =>
        listPublicLedger(pages.storage, institution, { after, most, now }),
      ),
    ]);
    return { ...counted, ...list };
  };
}

function sendPromises(
  request: FastifyRequest,
  reply: FastifyReply,
  ledger: PublicLedger,
): Promise<FastifyReply> {
  const language = languageOf(request, 'en');
  const words = wordsIn(language);
  const { before } = request.query as { before?: string };
  const bare = `/promises/${ledger.institution.page}`;
  const body = promisesBody(
    { ledger, language, chosen: askedLanguage(request), goesOn: before !== undefined },
    words,
  );
  const here = before === undefined ? bare : `${bare}?before=${encodeURIComponent(before)}`;
  const institution = ledger.institution.name;
  return sendPage(
    request,
    reply,
    { language, words, title: words.promises.title, institution, body, here },
    { forAll: true },
  );
}

function sendMethod(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, page }: PromisingInstitution,
): Promise<FastifyReply> {
  const language = languageOf(request, 'en');
  const words = wordsIn(language);
  const body = methodBody({ page, chosen: askedLanguage(request) }, words);
  const shown = {
    language,
    words,
    title: words.promises.method,
    institution: name,
    body,
    here: `/promises/${page}/method`,
  };
  return sendPage(request, reply, shown, { forAll: true });
}
