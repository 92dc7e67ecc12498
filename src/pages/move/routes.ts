/** The page behind a public link: shown, judged, taken into the case beside the public conversation. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hashPin } from '../../desk/forms/pin.ts';
import { takeForm } from '../../desk/forms/takeForm.ts';
import type { PublicLanguage } from '../../domain/languages.ts';
import { failureOf } from '../../storage/failures.ts';
import { type Door, findDoor } from '../../storage/privateDoor.ts';
import type { Pages, PagesApp } from '../deps.ts';
import { sendAway } from '../form/routes.ts';
import { emptyForm, errorsIn, type Typed, typedIn } from '../form/typed.ts';
import { addressIn, askedLanguage, languageOf } from '../language.ts';
import { sendPage } from '../layout.ts';
import { sendLost } from '../plainPages.ts';
import { readBody, type SentBody } from '../readBody.ts';
import { refusedUnread } from '../refusedUnread.ts';
import { wordsIn } from '../words/words.ts';
import { type MovePage, moveBody } from './movePage.ts';

interface Shown {
  door: Door;
  path: string;
  language: PublicLanguage;
}

export function moveRoutes(app: PagesApp, pages: Pages): void {
  const options = { config: { right: 'public' }, schema: { hide: true } } as const;
  app.get('/p/:token', options, async (request, reply) => {
    const shown = await find(pages, request);
    return shown === null ? sendLost(request, reply) : sendDoor(pages, request, reply, shown, {});
  });
  app.post('/p/:token', { ...options, preParsing: refusedUnread(pages) }, async (request, reply) => {
    const body = await readBody(request);
    const { text, pin } = typedIn(body?.fields ?? new Map());
    const typed = { ...emptyForm(), text, pin };
    try {
      const shown = await find(pages, request);
      if (shown === null) return await sendLost(request, reply);
      return await judge(pages, request, reply, shown, body, typed);
    } catch (error) {
      if (failureOf(error) !== 'away') throw error;
      request.log.warn({ reason: String(error) }, 'move_not_kept');
      return sendAway(request, reply, typed);
    }
  });
}

/** 128 bits in base64url. */
const isToken = /^[\w-]{22}$/;

async function find(pages: Pages, request: FastifyRequest): Promise<Shown | null> {
  const { token } = request.params as { token: string };
  const door = isToken.test(token) ? await findDoor(pages.storage.system, token) : null;
  if (door === null) return null;
  return { door, path: `/p/${token}`, language: languageOf(request, door.language) };
}

interface Refused extends Partial<Pick<MovePage, 'typed' | 'errors' | 'refusal' | 'formId'>> {
  status?: number;
}

function sendDoor(
  pages: Pages,
  request: FastifyRequest,
  reply: FastifyReply,
  { door, path, language }: Shown,
  refused: Refused,
): Promise<FastifyReply> {
  const words = wordsIn(language);
  const { institution } = door;
  const body = moveBody(
    {
      institution,
      action: addressIn(path, askedLanguage(request)),
      formId: refused.formId ?? pages.oneTime.formId(door.moveId, pages.now()),
      typed: refused.typed ?? emptyForm(),
      errors: refused.errors ?? {},
      refusal: refused.refusal ?? null,
    },
    words,
  );
  const here = request.method === 'GET' ? path : null;
  const page = { language, words, title: words.doorTitle(institution), institution, body, here };
  return sendPage(request, reply, page, { status: refused.status ?? 200, secret: true });
}

async function judge(
  pages: Pages,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Shown,
  body: SentBody | null,
  typed: Typed,
): Promise<FastifyReply> {
  const { door, language } = shown;
  const words = wordsIn(language);
  const formId = body?.fields.get('form') ?? '';
  const age = pages.oneTime.age(formId, door.moveId, pages.now());
  const refuse = (refused: Refused) => {
    if (refused.status === 429) reply.header('retry-after', '300');
    // A form of ours keeps its id, so that whoever sends it again sends the same.
    const kept = age === 'good' || age === 'too_fast' ? { formId } : {};
    return sendDoor(pages, request, reply, shown, { typed, status: 400, ...kept, ...refused });
  };
  if (body === null) return refuse({ refusal: words.unreadable });
  const errors = errorsIn(typed, { topics: [], units: [] }, words);
  if (Object.keys(errors).length > 0) return refuse({ errors });
  if ((body.fields.get('website') ?? '') !== '') return refuse({ refusal: words.trapFilled });
  if (age === 'too_fast') return refuse({ refusal: words.tooFast });
  if (age !== 'good') return refuse({ refusal: words.tooOld });
  const sending = { address: request.ip, place: door.moveId, text: typed.text, photos: 0 };
  if (!pages.limits.take(sending, pages.now())) return refuse({ refusal: words.tooMuch, status: 429 });
  const token = await take(pages, shown, typed, formId);
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
  return reply.code(303).header('location', `/c/${token}?new=1`).send();
}

/** Keeps it; answers the token of its own private page. */
async function take(pages: Pages, { door, language }: Shown, typed: Typed, formId: string): Promise<string> {
  const { organisationId, accountId, moveId, conversationId } = door;
  const { thread, token } = pages.oneTime.names(formId, JSON.stringify([typed, []]));
  const { text, pin } = typed;
  const pinHash = pin === '' ? null : await hashPin(pin);
  const moved = { moveId, conversationId };
  const said = { text, name: null, topic: null, place: null, unit: null, howToReach: null, photos: [] };
  const sent = { organisationId, accountId, thread, token, pinHash, language, moved, ...said };
  await takeForm(pages.storage, sent, pages.now());
  return token;
}
