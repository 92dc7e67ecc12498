/** Finds the link of a request, and whether its PIN was given. */
import type { FastifyRequest } from 'fastify';
import type { PublicLanguage } from '../../domain/languages.ts';
import { type CaseLink, findCaseLink } from '../../storage/caseLinks.ts';
import type { Pages } from '../deps.ts';
import { addressIn, askedLanguage, languageOf } from '../language.ts';
import { languageNamed } from '../words/words.ts';

export interface Opened {
  link: CaseLink;
  token: string;
  language: PublicLanguage;
  /** The language that the address asks for; null where the one of the link is taken. */
  chosen: PublicLanguage | null;
  /** The PIN was given, or none is needed. */
  open: boolean;
  /** The path of the page, without anything. */
  bare: string;
  /** With the proof of the PIN. */
  proven: string;
  /** With the proof and the language that was chosen. */
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
  const { o } = request.query as { o?: unknown };
  const proof = typeof o === 'string' ? o : '';
  const open = link.pinHash === null || pages.oneTime.isProof(proof, token, link.pinHash, pages.now());
  const chosen = askedLanguage(request);
  const bare = `/c/${token}`;
  const proven = link.pinHash !== null && open ? `${bare}?o=${encodeURIComponent(proof)}` : bare;
  const base = pages.settings.publicAddress ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`;
  return {
    link,
    token,
    // The author's own choice from when they wrote: a borrowed phone that asks for another language does not undo it.
    language: chosen ?? languageNamed(link.language) ?? languageOf(request, 'en'),
    chosen,
    open,
    bare,
    proven,
    path: addressIn(proven, chosen),
    address: `${base}${bare}`,
  };
}
