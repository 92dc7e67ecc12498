/** The built console, served from a list of its files made once a build: an address that is not on the list cannot reach a file. */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../domain/fault.ts';
import type { App } from './deps.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

type Encoding = 'br' | 'gzip' | 'identity';

interface ConsoleFile {
  path: string;
  type: string;
  /** Its name holds a hash of its content. */
  hashed: boolean;
  tag: string;
  /** Compressed once, at the first request, where no compressed file lies beside it. */
  packed: Partial<Record<Encoding, Promise<Buffer>>>;
  beside: { br: string | null; gzip: string | null };
}

const compressible = /^(text|application)\/|svg/;

/** How long a list is taken as it is before the folder is looked at again, in milliseconds. */
const lookAgain = 2_000;

/**
 * The list of the files, made anew after the console was built anew: index.html is then another one. While a build has emptied the folder
 * the last list stands.
 */
function listing(folder: string | null): (atOnce?: boolean) => Promise<Map<string, ConsoleFile>> {
  let files: Promise<Map<string, ConsoleFile>> | null = null;
  let builtAt = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  return async (atOnce = false) => {
    const now = performance.now();
    if (atOnce || builtAt === '' || now - lookedAt >= lookAgain) {
      lookedAt = now;
      const built = await buildOf(folder);
      if (built !== null && built !== builtAt) {
        builtAt = built;
        files = listFiles(folder);
      }
    }
    return files ?? new Map();
  };
}

/** Names the build that lies in the folder; null where there is none. The stamp comes last, when every file is there. */
async function buildOf(folder: string | null): Promise<string | null> {
  if (folder === null) return null;
  const [index, stamp] = await Promise.all(
    ['index.html', '.stamp'].map((name) => stat(join(folder, name)).catch(absent)),
  );
  if (index == null) return null;
  return [index, stamp].map((file) => `${file?.ino} ${file?.mtimeMs} ${file?.size}`).join(', ');
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** Serves the console's files, and index.html for every other address that is not the API's. */
export function consoleFiles(app: App, folder: string | null): void {
  const list = listing(folder);
  app.get('/*', { config: { right: 'public' }, schema: { hide: true } }, async (request, reply) => {
    const path = decoded(request.url.split('?', 1)[0] ?? '/');
    if (path === '/api' || path.startsWith('/api/')) throw notHere();
    let found = await list();
    // A page of a newer build asks for its own files.
    if (extname(path) !== '' && !found.has(path)) found = await list(true);
    const file = found.get(path) ?? (extname(path) === '' ? pageAt(found, path) : undefined);
    if (file !== undefined) return sendFile(request, reply, file);
    if (found.has('/index.html')) throw notHere();
    throw new Fault('not_found', 'The console is not built here. Start with "npm start", which builds it.');
  });
}

/** The page at an address without an ending: the front row is one of its own, all others are the console's. */
const pageAt = (found: ReadonlyMap<string, ConsoleFile>, path: string): ConsoleFile | undefined =>
  found.get(path === '/front' ? '/front.html' : '/index.html');

const notHere = () => new Fault('not_found', 'There is nothing at this address.');

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    throw new Fault('not_found', 'There is nothing at this address.', { cause });
  }
}

async function listFiles(folder: string | null): Promise<Map<string, ConsoleFile>> {
  const files = new Map<string, ConsoleFile>();
  if (folder === null) return files;
  let names: string[];
  try {
    names = await readdir(folder, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return files;
    throw error;
  }
  const known = new Set(names);
  for (const name of names) {
    const path = join(folder, name);
    const facts = await stat(path);
    const type = types[extname(name)];
    // Dot files (the build's stamp and manifest) are not for the world.
    if (!facts.isFile() || type === undefined || name.split(sep).some((part) => part.startsWith('.')))
      continue;
    files.set(`/${relative(folder, path).split(sep).join('/')}`, {
      path,
      type,
      hashed: /^assets[\\/].*-[\w-]{8,}\.\w+$/.test(name),
      tag: `"${facts.size.toString(36)}-${Math.trunc(facts.mtimeMs).toString(36)}"`,
      packed: {},
      beside: {
        br: known.has(`${name}.br`) ? `${path}.br` : null,
        gzip: known.has(`${name}.gz`) ? `${path}.gz` : null,
      },
    });
  }
  return files;
}

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ConsoleFile,
): Promise<FastifyReply> {
  reply.header('cache-control', file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  reply.header('etag', file.tag);
  reply.header('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === file.tag) return reply.code(304).send();
  reply.type(file.type);
  const encoding = compressible.test(file.type)
    ? bestEncoding(request.headers['accept-encoding'])
    : 'identity';
  if (encoding === 'identity') return reply.send(createReadStream(file.path));
  reply.header('content-encoding', encoding);
  const beside = file.beside[encoding];
  if (beside !== null) return reply.send(createReadStream(beside));
  file.packed[encoding] ??= pack(file.path, encoding);
  return reply.send(await file.packed[encoding]);
}

function bestEncoding(accepted: string | undefined): Encoding {
  const names = (accepted ?? '').split(',').map((part) => part.trim().toLowerCase());
  const takes = (name: string) =>
    names.some((part) => part === name || (part.startsWith(`${name};`) && !/q=0(\.0*)?$/.test(part)));
  if (takes('br')) return 'br';
  return takes('gzip') ? 'gzip' : 'identity';
}

async function pack(path: string, encoding: 'br' | 'gzip'): Promise<Buffer> {
  const bytes = await readFile(path);
  if (encoding === 'gzip') return promisify(gzip)(bytes, { level: 9 });
  return promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}
