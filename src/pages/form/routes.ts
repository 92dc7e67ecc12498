/** The public form: shown, judged, taken. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { formOf, type OpenForm } from '../../desk/forms/openForm.ts';
import { hashPin } from '../../desk/forms/pin.ts';
import { takeForm } from '../../desk/forms/takeForm.ts';
import { callState, gathersUntil } from '../../domain/complaintCall.ts';
import type { PublicLanguage } from '../../domain/languages.ts';
import { type ComplaintCall, findCallOfForm } from '../../storage/complaintCalls.ts';
import { failureOf } from '../../storage/failures.ts';
import { findPublicAccount } from '../../storage/forms.ts';
import { listUnits, type UnitRecord } from '../../storage/units.ts';
import type { Pages, PagesApp } from '../deps.ts';
import { html } from '../html.ts';
import { addressIn, askedLanguage, languageOf } from '../language.ts';
import { sendPage } from '../layout.ts';
import type { FormAge } from '../oneTime.ts';
import { cleanPhotos, leftOut, type Photos } from '../photos.ts';
import { sendLost } from '../plainPages.ts';
import { readBody, type SentBody } from '../readBody.ts';
import { refusedUnread } from '../refusedUnread.ts';
import { wordsIn } from '../words/words.ts';
import { type FormPage, formBody } from './formPage.ts';
import { emptyForm, errorsIn, type Typed, typedIn } from './typed.ts';

interface Shown {
  form: OpenForm;
  units: UnitRecord[];
  /** The call for complaints that it answers. */
  call: { id: string; slug: string; question: string; isOver: boolean } | null;
  language: PublicLanguage;
}

const isSlug = /^[a-z0-9][a-z0-9-]{1,59}$/;

export function formRoutes(app: PagesApp, pages: Pages): void {
  const config = { right: 'public' } as const;
  app.get<{ Params: { slug: string } }>(
    '/f/:slug',
    { config, schema: { hide: true } },
    async (request, reply) => {
      const shown = await find(pages, request, (request.query as { call?: unknown }).call);
      if (shown === null) return sendLost(request, reply);
      if (!shown.form.open) return sendClosed(request, reply, shown);
      return sendForm(pages, request, reply, shown, {});
    },
  );
  app.post<{ Params: { slug: string } }>(
    '/f/:slug',
    { config, schema: { hide: true }, preParsing: refusedUnread(pages) },
    async (request, reply) => {
      const body = await readBody(request);
      const typed = body === null ? emptyForm() : typedIn(body.fields);
      try {
        const shown = await find(pages, request, body?.fields.get('call'));
        if (shown === null) return await sendLost(request, reply);
        if (!shown.form.open) return await sendClosed(request, reply, shown);
        return await judge(pages, request, reply, shown, body, typed);
      } catch (error) {
        if (failureOf(error) !== 'away') throw error;
        request.log.warn({ reason: String(error) }, 'form_not_kept');
        return sendAway(request, reply, typed);
      }
    },
  );
}

async function find(pages: Pages, request: FastifyRequest, asked: unknown): Promise<Shown | null> {
  const { slug } = request.params as { slug: string };
  if (!isSlug.test(slug)) return null;
  const account = await findPublicAccount(pages.storage.system, 'form', slug);
  if (account === null) return null;
  const form = formOf(account);
  return pages.storage.inOrganisation(form.organisationId, async (tx) => {
    const units = await listUnits(tx, form.organisationId);
    const call =
      typeof asked === 'string' && isSlug.test(asked)
        ? await findCallOfForm(tx, form.organisationId, { slug: asked, accountId: form.accountId })
        : null;
    return { form, units, call: answerable(call, pages.now()), language: languageOf(request, form.language) };
  });
}

/** The call while what is written still counts, late or not; null later: then the form is any form. */
function answerable(call: ComplaintCall | null, now: Date): Shown['call'] {
  if (call === null || now > gathersUntil(call)) return null;
  const { id, slug, question } = call;
  return { id, slug, question, isOver: callState(call, now) !== 'open' };
}

/** The units that an author may choose from: those in use, of the institution, where it is not the form of one. */
function offeredUnits({ form, units }: Shown): UnitRecord[] {
  if (form.unitId !== null) return [];
  return units.filter((unit) => unit.retiredAt === null && unit.institutionId === form.institutionId);
}

interface Refused extends Partial<Pick<FormPage, 'typed' | 'errors' | 'refusal' | 'photosLost' | 'formId'>> {
  status?: number;
}

function sendForm(
  pages: Pages,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Shown,
  refused: Refused,
): Promise<FastifyReply> {
  const { form, language } = shown;
  const words = wordsIn(language);
  const body = formBody(
    {
      form,
      language,
      action: addressIn(`/f/${form.slug}`, askedLanguage(request)),
      unitName: shown.units.find((unit) => unit.id === form.unitId)?.name ?? null,
      units: offeredUnits(shown),
      call: shown.call,
      formId: refused.formId ?? pages.oneTime.formId(form.slug, pages.now()),
      typed: refused.typed ?? emptyForm(),
      errors: refused.errors ?? {},
      refusal: refused.refusal ?? null,
      photosLost: refused.photosLost ?? false,
    },
    words,
  );
  const asked = shown.call === null ? '' : `?call=${shown.call.slug}`;
  const here = request.method === 'GET' ? `/f/${form.slug}${asked}` : null;
  const page = { language, words, title: form.title, institution: form.institution, body, here };
  return sendPage(request, reply, page, { status: refused.status ?? 200 });
}

function sendClosed(
  request: FastifyRequest,
  reply: FastifyReply,
  { form, language }: Shown,
): Promise<FastifyReply> {
  const words = wordsIn(language);
  const body = html`<p class="quiet">${form.institution}</p><h1>${words.closedTitle}</h1><p>${words.closed}</p>`;
  const here = `/f/${form.slug}`;
  const page = { language, words, title: words.closedTitle, institution: form.institution, body, here };
  return sendPage(request, reply, page, { status: 404 });
}

/** The database does not answer: nothing is known of the form, but what was typed is not lost. */
export function sendAway(request: FastifyRequest, reply: FastifyReply, typed: Typed): Promise<FastifyReply> {
  const language = languageOf(request, 'en');
  const words = wordsIn(language);
  const body = html`<h1>${words.awayTitle}</h1><p>${words.away}</p><p><textarea rows="10" aria-label="${words.text}" readonly>${typed.text}</textarea></p>`;
  return sendPage(
    request,
    reply,
    { language, words, title: words.awayTitle, body, here: null },
    { status: 503, secret: true },
  );
}

/** What came, and what answers it. */
interface Sent {
  request: FastifyRequest;
  shown: Shown;
  body: SentBody;
  typed: Typed;
  formId: string;
  age: FormAge;
}

async function judge(
  pages: Pages,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Shown,
  body: SentBody | null,
  typed: Typed,
): Promise<FastifyReply> {
  const words = wordsIn(shown.language);
  const formId = body?.fields.get('form') ?? '';
  const age = pages.oneTime.age(formId, shown.form.slug, pages.now());
  const refuse = (refused: Refused) =>
    sendForm(pages, request, reply, shown, {
      typed,
      photosLost: body !== null && body.photos.length > 0,
      status: 400,
      // A form of ours keeps its id, so that whoever sends it again sends the same.
      ...(age === 'good' || age === 'too_fast' ? { formId } : {}),
      ...refused,
    });
  if (body === null) return refuse({ refusal: words.unreadable });
  const sent = { request, shown, body, typed, formId, age };
  const refused = refusalOf(pages, sent);
  if (refused?.status === 429) reply.header('retry-after', '300');
  if (refused !== null) return refuse(refused);
  // Drawn last: it is what costs.
  const photos = await cleanPhotos(pages, body, words);
  if (photos.error !== null) return refuse({ errors: { photo: photos.error } });
  const token = await take(pages, sent, photos);
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
  return reply.code(303).header('location', `/c/${token}?new=1`).send();
}

/** Why it is not taken; null where nothing speaks against it. */
function refusalOf(pages: Pages, { request, shown, body, typed, age }: Sent): Refused | null {
  const { form } = shown;
  const words = wordsIn(shown.language);
  const offered = { topics: form.topics, units: offeredUnits(shown).map((unit) => unit.id) };
  const left = leftOut(body, words);
  const errors = { ...errorsIn(typed, offered, words), ...(left === null ? {} : { photo: left }) };
  if (Object.keys(errors).length > 0) return { errors };
  if ((body.fields.get('website') ?? '') !== '') return { refusal: words.trapFilled };
  if (age === 'too_fast') return { refusal: words.tooFast };
  if (age !== 'good') return { refusal: words.tooOld };
  const sending = { address: request.ip, place: form.slug, text: typed.text, photos: body.photos.length };
  return pages.limits.take(sending, pages.now()) ? null : { refusal: words.tooMuch, status: 429 };
}

/** Keeps it; answers the token of its private page. */
async function take(pages: Pages, { shown, typed, formId }: Sent, photos: Photos): Promise<string> {
  const { form, language } = shown;
  const { thread, token } = pages.oneTime.names(formId, JSON.stringify([typed, photos.digests]));
  const sent = {
    organisationId: form.organisationId,
    accountId: form.accountId,
    thread,
    token,
    pinHash: typed.pin === '' ? null : await hashPin(typed.pin),
    language,
    name: orNull(typed.name),
    topic: orNull(typed.topic),
    place: orNull(typed.place),
    unit: form.unitId ?? orNull(typed.unit),
    text: typed.text,
    howToReach: orNull(typed.reach),
    photos: photos.clean,
    moved: null,
    callId: shown.call?.id ?? null,
  };
  await takeForm(pages.storage, sent, pages.now());
  return token;
}

const orNull = (text: string): string | null => (text === '' ? null : text);
