/** The frame of every public page, and how one is sent. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Html, html } from './html.ts';
import { pagePolicy, style } from './style.ts';
import { tables, type Words } from './words/words.ts';

export interface Page {
  language: string;
  words: Words;
  title: string;
  /** Whose page it is; left out where nobody is known. */
  institution?: string;
  body: Html;
}

/** A whole document. */
export function pageText({ language, words, title, institution, body }: Page): string {
  const whole = institution === undefined || institution === title ? title : `${title} - ${institution}`;
  return html`<!doctype html>
<html lang="${language}" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${whole}</title><style>${new Html(style)}</style></head>
<body><main>${body}</main>
<footer class="noprint">${switchOf(language, words)}<p>${words.foot}</p></footer></body></html>`.text;
}

/** Shown once there is something to choose. */
function switchOf(language: string, words: Words): Html | null {
  const others = Object.entries(tables).filter(([name]) => name !== language);
  if (others.length === 0) return null;
  const links = others.map(
    ([name, table]) => html` <a href="?lang=${name}" lang="${name}">${table.language}</a>`,
  );
  return html`<p>${words.languages}:${links}</p>`;
}

export interface SendingPage {
  status?: number;
  /** True for what nobody else on this machine may find again in its cache. */
  secret?: boolean;
}

const packed = promisify(gzip);

/** Sends a page with the policy that lets no script run and tells no other site where its reader came from. */
export async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
  { status = 200, secret = false }: SendingPage = {},
): Promise<FastifyReply> {
  // What is not secret may be shown again by "back" as it was left, with what was typed.
  const kept = secret ? 'no-store' : 'private, no-cache';
  reply.code(status).header('cache-control', kept).header('vary', 'accept-language, accept-encoding');
  reply.header('content-security-policy', pagePolicy).header('referrer-policy', 'no-referrer');
  reply.header('x-robots-tag', 'noindex').type('text/html; charset=utf-8');
  const text = pageText(page);
  // What is secret is sent as it is: how well it can be packed would tell something of it.
  if (secret || !/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(text);
  return reply.header('content-encoding', 'gzip').send(await packed(text));
}
