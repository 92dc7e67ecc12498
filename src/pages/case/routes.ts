/** The private page of a case: read, written on, closed by whoever has the link. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { authorOnPage, authorWords } from '../../desk/commitments/authorOnPage.ts';
import { tryPin } from '../../desk/forms/pin.ts';
import { readPrivatePage } from '../../desk/forms/readPrivatePage.ts';
import { revokeOwnLink } from '../../desk/forms/revokeLink.ts';
import { writeBack } from '../../desk/forms/takeForm.ts';
import { pictureInThread } from '../../storage/threadReads.ts';
import type { Pages, PagesApp } from '../deps.ts';
import { mostText, plain } from '../form/typed.ts';
import { html } from '../html.ts';
import { addressIn } from '../language.ts';
import { sendPage } from '../layout.ts';
import { cleanPhotos, leftOut } from '../photos.ts';
import { sendLost, sendSentence } from '../plainPages.ts';
import { readBody, type SentBody } from '../readBody.ts';
import { refusedUnread } from '../refusedUnread.ts';
import { wordsIn } from '../words/words.ts';
import { type CasePage, caseBody, pinBody } from './casePage.ts';
import { type Opened, openLink } from './open.ts';

interface Asked {
  pages: Pages;
  request: FastifyRequest;
  reply: FastifyReply;
  opened: Opened;
}

export function caseRoutes(app: PagesApp, pages: Pages): void {
  const options = { config: { right: 'public' }, schema: { hide: true } } as const;
  app.get('/c/:token', options, async (request, reply) => {
    const opened = await openLink(pages, request);
    if (opened === null) return sendLost(request, reply);
    const asked = { pages, request, reply, opened };
    return opened.open ? sendCase(asked, {}) : sendPin(asked, null, 200);
  });
  app.post('/c/:token', { ...options, preParsing: refusedUnread(pages) }, async (request, reply) => {
    const opened = await openLink(pages, request);
    if (opened === null) return sendLost(request, reply);
    const body = await readBody(request);
    return act({ pages, request, reply, opened }, body);
  });
  app.get('/c/:token/picture/:post/:n', options, async (request, reply) => {
    const opened = await openLink(pages, request);
    return opened?.open ? sendPicture({ pages, request, reply, opened }) : sendLost(request, reply);
  });
}

function act(asked: Asked, body: SentBody | null): Promise<FastifyReply> {
  const what = body?.fields.get('act') ?? '';
  if (what === 'pin') return judgePin(asked, body?.fields.get('pin') ?? '');
  if (!asked.opened.open) return sendPin(asked, null, 403);
  if (what === 'promise') return sayOfPromise(asked, body);
  return what === 'close' ? close(asked) : write(asked, body);
}

const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isFresh = (request: FastifyRequest) => (request.query as { new?: unknown }).new === '1';
/** The thanks for what was sent just now are said in the other language, too. */
const withNews = (request: FastifyRequest, path: string) =>
  isFresh(request) ? `${path}${path.includes('?') ? '&' : '?'}new=1` : path;

type Refused = Partial<Pick<CasePage, 'text' | 'errors' | 'refusal' | 'photosLost' | 'formId'>> & {
  status?: number;
};

async function sendCase({ pages, request, reply, opened }: Asked, refused: Refused): Promise<FastifyReply> {
  const { link, language, path, proven, token } = opened;
  const words = wordsIn(language);
  const shown = await readPrivatePage(pages.storage, pages.channels, link, pages.now());
  const proof = proven.slice(opened.bare.length);
  const body = caseBody(
    {
      shown,
      language,
      path,
      address: opened.address,
      picture: (postId, n) => `/c/${token}/picture/${postId}/${n}${proof}`,
      formId: refused.formId ?? pages.oneTime.formId(link.thread, pages.now()),
      fresh: isFresh(request),
      text: refused.text ?? '',
      errors: refused.errors ?? {},
      refusal: refused.refusal ?? null,
      photosLost: refused.photosLost ?? false,
    },
    words,
  );
  const here = request.method === 'GET' ? withNews(request, proven) : null;
  const page = { language, words, title: words.caseWith(shown.institution), body, here };
  return sendPage(request, reply, page, { status: refused.status ?? 200, secret: true });
}

function sendPin(
  { request, reply, opened }: Asked,
  error: string | null,
  status: number,
): Promise<FastifyReply> {
  const { language, chosen, bare, address } = opened;
  const words = wordsIn(language);
  const body = pinBody({ path: addressIn(bare, chosen), fresh: isFresh(request), address, error }, words);
  const page = { language, words, title: words.pinTitle, body, here: withNews(request, bare) };
  return sendPage(request, reply, page, { status, secret: true });
}

async function judgePin(asked: Asked, pin: string): Promise<FastifyReply> {
  const { pages, request, reply, opened } = asked;
  const words = wordsIn(opened.language);
  const answer = await tryPin(pages.storage, opened.link, pin.slice(0, 20), pages.now());
  switch (answer.kind) {
    case 'gone':
      return sendLost(request, reply);
    case 'wrong':
      return sendPin(asked, words.pinNotRight, 403);
    case 'locked': {
      const seconds = Math.ceil((answer.until.getTime() - pages.now().getTime()) / 1000);
      reply.header('retry-after', String(seconds));
      return sendPin(asked, words.pinLocked(Math.ceil(seconds / 60)), 429);
    }
    case 'right': {
      const { token, link, bare, chosen } = opened;
      const proof = pages.oneTime.proof(token, link.pinHash ?? '', pages.now());
      return seeOther(reply, addressIn(`${bare}?o=${encodeURIComponent(proof)}`, chosen));
    }
  }
}

/** The page is read again: loading it once more sends nothing twice. */
const seeOther = (reply: FastifyReply, path: string): FastifyReply =>
  reply
    .code(303)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('location', path)
    .send();

async function close({ pages, request, reply, opened }: Asked): Promise<FastifyReply> {
  await revokeOwnLink(pages.storage, opened.link, pages.now());
  const { language } = opened;
  const words = wordsIn(language);
  const title = words.closedPageTitle;
  const body = html`<h1>${title}</h1><p role="status">${words.closedPage}</p>`;
  return sendPage(request, reply, { language, words, title, body, here: '' }, { secret: true });
}

/** What the author says of a promise. */
async function sayOfPromise(
  { pages, request, reply, opened }: Asked,
  body: SentBody | null,
): Promise<FastifyReply> {
  const id = body?.fields.get('promise') ?? '';
  const says = authorWords.find((one) => one === body?.fields.get('says'));
  if (!isUuid.test(id) || says === undefined) return sendLost(request, reply);
  const sending = { address: request.ip, place: opened.link.thread, text: `${says} ${id}`, photos: 0 };
  if (!pages.limits.take(sending, pages.now())) {
    reply.header('retry-after', '300');
    return sendSentence(
      request,
      reply,
      (words) => ({ title: words.tooMuchTitle, sentence: words.tooMuch }),
      429,
    );
  }
  if (!(await authorOnPage(pages.storage, opened.link, { id, says }, pages.now())))
    return sendLost(request, reply);
  return seeOther(reply, `${opened.path}#promises`);
}

async function write(asked: Asked, body: SentBody | null): Promise<FastifyReply> {
  const { pages, reply, opened } = asked;
  const words = wordsIn(opened.language);
  const formId = body?.fields.get('form') ?? '';
  const text = plain(body?.fields.get('text') ?? '');
  const refused = refusalOf(asked, body, text, formId);
  const age = pages.oneTime.age(formId, opened.link.thread, pages.now());
  const kept = {
    text,
    photosLost: body !== null && body.photos.length > 0,
    status: 400,
    ...(age === 'good' || age === 'too_fast' ? { formId } : {}),
  };
  if (refused?.status === 429) reply.header('retry-after', '300');
  if (refused !== null || body === null) return sendCase(asked, { ...kept, ...refused });
  const photos = await cleanPhotos(pages, body, words);
  if (photos.error !== null) return sendCase(asked, { ...kept, errors: { photo: photos.error } });
  const { thread: id } = pages.oneTime.names(formId, JSON.stringify([text, photos.digests]));
  const { language } = opened;
  await writeBack(pages.storage, opened.link, { id, text, photos: photos.clean, language }, pages.now());
  return seeOther(reply, opened.path);
}

function refusalOf(
  { pages, request, opened }: Asked,
  body: SentBody | null,
  text: string,
  formId: string,
): Refused | null {
  const words = wordsIn(opened.language);
  if (body === null) return { refusal: words.unreadable };
  const left = leftOut(body, words);
  if (left !== null) return { errors: { photo: left } };
  if (text === '') return { errors: { text: words.textEmpty } };
  if (text.length > mostText) return { errors: { text: words.textLong(mostText) } };
  if ((body.fields.get('website') ?? '') !== '') return { refusal: words.trapFilled };
  const age = pages.oneTime.age(formId, opened.link.thread, pages.now());
  if (age === 'too_fast') return { refusal: words.tooFast };
  if (age !== 'good') return { refusal: words.tooOld };
  const sending = { address: request.ip, place: opened.link.thread, text, photos: body.photos.length };
  return pages.limits.take(sending, pages.now()) ? null : { refusal: words.tooMuch, status: 429 };
}

async function sendPicture({ pages, request, reply, opened }: Asked): Promise<FastifyReply> {
  const { post, n } = request.params as { post: string; n: string };
  const { link } = opened;
  const isName = /^[0-9a-f-]{36}$/.test(post) && /^\d{1,2}$/.test(n);
  const picture = isName
    ? await pages.storage.inOrganisation(link.organisationId, (tx) =>
        pictureInThread(tx, link.organisationId, link, { postId: post, n: Number(n) }),
      )
    : null;
  if (picture === null) return sendLost(request, reply);
  return reply
    .header('content-type', picture.type)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'private, max-age=600')
    .send(picture.bytes);
}
