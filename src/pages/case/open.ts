/** Finds the link of a request, and whether its PIN was given. */
import type { FastifyRequest } from 'fastify';
import { type CaseLink, findCaseLink } from '../../storage/caseLinks.ts';
import type { Pages } from '../deps.ts';
import { chosenLanguage } from '../words/words.ts';

export interface Opened {
  link: CaseLink;
  token: string;
  language: string;
  /** The PIN was given, or none is needed. */
  open: boolean;
  /** The path of the page, with the proof of the PIN. */
  path: string;
  /** The whole address, as it is kept: without the proof. */
  address: string;
}

/** 128 bits in base64url. */
const isToken = /^[\w-]{22}$/;

/** Null for whatever is no link or was revoked. */
export async function openLink(pages: Pages, request: FastifyRequest): Promise<Opened | null> {
  const { token } = request.params as { token: string };
  if (!isToken.test(token)) return null;
  const link = await findCaseLink(pages.storage.system, token);
  if (link === null) return null;
  const { o, lang } = request.query as { o?: unknown; lang?: unknown };
  const proof = typeof o === 'string' ? o : '';
  const open = link.pinHash === null || pages.oneTime.isProof(proof, token, link.pinHash, pages.now());
  const chosen = typeof lang === 'string' ? lang : undefined;
  const path = `/c/${token}`;
  const base = pages.settings.publicAddress ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`;
  return {
    link,
    token,
    language: chosenLanguage(chosen, request.headers['accept-language'], link.language),
    open,
    path: link.pinHash !== null && open ? `${path}?o=${encodeURIComponent(proof)}` : path,
    address: `${base}${path}`,
  };
}
