/** Which language a request is answered in. A choice is remembered in the addresses of links and forms alone: no cookie is kept. */
import type { FastifyRequest } from 'fastify';
import type { PublicLanguage } from '../domain/languages.ts';
import { chosenLanguage, languageNamed } from './words/words.ts';

/** What its address asks for by `lang`; null where it asks for none that we have. */
export function askedLanguage(request: FastifyRequest): PublicLanguage | null {
  const { lang } = request.query as { lang?: unknown };
  return typeof lang === 'string' ? languageNamed(lang) : null;
}

/** What it asks for, else what the browser asks for, else the one that the page is written in. */
export const languageOf = (request: FastifyRequest, written: string): PublicLanguage =>
  chosenLanguage(askedLanguage(request), request.headers['accept-language'], written);

/** An address that goes on in the language that was chosen; null leaves it as it is. */
export function addressIn(address: string, language: PublicLanguage | null): string {
  if (language === null) return address;
  return `${address}${address.includes('?') ? '&' : '?'}lang=${language}`;
}
