/** Headers on every answer, and the check that a change was asked for by our own pages. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../domain/fault.ts';
import { keyOf } from './bearer.ts';
import type { ApiSettings, App } from './deps.ts';

/**
 * Only our own files run and only our own address is spoken to. Inline styles are allowed because the dialogs' scroll lock writes a style
 * element; inline scripts are not.
 */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const headers: Record<string, string> = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};

/** Adds both to the whole app. An answer that was hijacked (an event stream) sends its own headers: `securityHeaders` gives them. */
export function secure(app: App, settings: ApiSettings): void {
  const all = securityHeaders(settings);
  app.addHook('onSend', (request, reply, payload, done) => {
    for (const name in all) if (!reply.hasHeader(name)) reply.header(name, all[name]);
    if (isApi(request) && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  app.addHook('onRequest', (request, _reply, done) => {
    // A browser never sends a key by itself, so a request with one cannot be another site's doing; its cookies are not looked at.
    const mayBeForged = isChange(request) && isApi(request) && keyOf(request) === null;
    done(mayBeForged ? refusedOrigin(request, settings) : undefined);
  });
}

/** The headers of every answer. */
export function securityHeaders(settings: ApiSettings): Record<string, string> {
  return settings.publicAddress?.startsWith('https://')
    ? { ...headers, 'strict-transport-security': 'max-age=31536000' }
    : headers;
}

const isApi = (request: FastifyRequest) => request.url === '/api' || request.url.startsWith('/api/');
const isChange = (request: FastifyRequest) => !['GET', 'HEAD', 'OPTIONS'].includes(request.method);

/** A change must come from a page of ours: its Origin (or else Referer) names our own host. */
function refusedOrigin(request: FastifyRequest, settings: ApiSettings): Fault | undefined {
  const from = request.headers.origin ?? request.headers.referer;
  const origin = from === undefined ? null : URL.parse(from);
  const site = request.headers['sec-fetch-site'];
  if (origin !== null && site !== 'cross-site' && isOurs(origin, request, settings)) return undefined;
  return new Fault(
    'origin_refused',
    'This change did not come from a page of this desk. Open the desk at its own address and try again; programs send the header Origin with that address.',
  );
}

function isOurs(origin: URL, request: FastifyRequest, settings: ApiSettings): boolean {
  if (origin.protocol !== 'http:' && origin.protocol !== 'https:') return false;
  if (settings.publicAddress !== null && origin.origin === new URL(settings.publicAddress).origin)
    return true;
  // The host as the browser wrote it; no forwarded header is believed for this.
  return origin.host === request.headers.host?.toLowerCase();
}

/** The base of links that we hand out: the public address, or else the one that was just used. */
export function ownAddress(request: FastifyRequest, settings: ApiSettings): string {
  return settings.publicAddress ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`;
}

/** Hands Set-Cookie lines on. */
export function setCookies(reply: FastifyReply, lines: readonly string[]): void {
  for (const line of lines) reply.header('set-cookie', line);
}
