/** The frame of every public page, and how one is sent. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageFacts, type PublicLanguage, publicLanguages } from '../domain/languages.ts';
import { Html, html } from './html.ts';
import { addressIn } from './language.ts';
import { pagePolicy, style } from './style.ts';
import type { Words } from './words/words.ts';

export interface Page {
  language: PublicLanguage;
  words: Words;
  title: string;
  /** Whose page it is; left out where nobody is known. */
  institution?: string;
  body: Html;
  /** Where the switch of languages leads: this page's address, '' for whatever was asked for. Null for what a choice would lose: words that were typed and not taken. */
  here: string | null;
}

/** A whole document. */
export function pageText({ language, words, title, institution, body, here }: Page, listed = false): string {
  const whole = institution === undefined || institution === title ? title : `${title} - ${institution}`;
  return html`<!doctype html>
<html lang="${language}" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${!listed && html`<meta name="robots" content="noindex">`}<meta name="referrer" content="no-referrer"><title>${whole}</title><style>${new Html(style)}</style></head>
<body>${here !== null && switchOf(language, here, words)}<main>${body}</main>
<footer class="noprint"><p>${words.foot}</p></footer></body></html>`.text;
}

/** Every language by its own name, first on the page: who cannot read the page must find it without reading. */
function switchOf(language: PublicLanguage, here: string, words: Words): Html {
  const ways = publicLanguages.map((one) => {
    const { own } = languageFacts[one];
    return one === language
      ? html`<li aria-current="true">${own}</li>`
      : html`<li><a href="${addressIn(here, one)}" lang="${one}" hreflang="${one}">${own}</a></li>`;
  });
  return html`<nav class="noprint" aria-label="${words.languages}"><ul>${ways}</ul></nav>`;
}

export interface SendingPage {
  status?: number;
  /** True for what nobody else on this machine may find again in its cache. */
  secret?: boolean;
  /** True for what is meant for everybody: search engines may list it, and any cache may keep it for a minute. */
  forAll?: boolean;
}

const packed = promisify(gzip);

/** Sends a page with the policy that lets no script run and tells no other site where its reader came from. */
export async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
  { status = 200, secret = false, forAll = false }: SendingPage = {},
): Promise<FastifyReply> {
  // What is not secret may be shown again by "back" as it was left, with what was typed.
  const kept = secret ? 'no-store' : forAll ? 'public, max-age=60' : 'private, no-cache';
  reply.code(status).header('cache-control', kept).header('vary', 'accept-language, accept-encoding');
  reply.header('content-security-policy', pagePolicy).header('referrer-policy', 'no-referrer');
  if (!forAll) reply.header('x-robots-tag', 'noindex');
  reply.type('text/html; charset=utf-8');
  const text = pageText(page, forAll);
  // What is secret is sent as it is: how well it can be packed would tell something of it.
  if (secret || !/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(text);
  return reply.header('content-encoding', 'gzip').send(await packed(text));
}
