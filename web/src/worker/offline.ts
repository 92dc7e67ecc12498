/**
 * Opens the front row without a network, and at once on a slow one: its page and its files are kept when they were loaded first. Only files of the built console are kept, never what the API
 * answers: what members read is not for whoever has the phone next, and the page itself forgets it.
 */
declare const self: ServiceWorkerGlobalScope;

const store = 'answerable-front-1';
const page = '/front';

/** Files whose names hold a hash of their content, and what the page itself is made of. */
const isKept = (path: string): boolean => path === page || path.startsWith('/assets/');

/** The files that a page of the console asks for: by their names in it. */
const filesIn = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');

/** Keeps the page as it is now with its files, and forgets files that neither it nor the one before asks for: that one may be open still. */
async function keepPage(response: Response): Promise<void> {
  const kept = await caches.open(store);
  const before = await kept.match(page);
  const html = await response.clone().text();
  const files = filesIn(html);
  await Promise.all(
    files.map(async (path) => {
      if ((await kept.match(path)) === undefined) await kept.add(path);
    }),
  );
  const last = await before?.text();
  await kept.put(page, response);
  if (last === undefined || last === html) return;
  // Parts that are loaded late are kept as they come; those of an older build are asked for by nobody any more.
  const asked = new Set([...files, ...filesIn(last)]);
  for (const request of await kept.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/assets/') && !asked.has(pathname)) await kept.delete(request);
  }
}

async function freshPage(): Promise<Response> {
  const response = await fetch(page, { credentials: 'same-origin' });
  // Where the phone is full, the page is opened from the network as without this.
  if (response.ok && !response.redirected) await keepPage(response.clone()).catch(() => undefined);
  return response;
}

/** The page that is kept, at once; a newer one is there the next time. */
async function openPage(event: FetchEvent): Promise<Response> {
  const kept = await (await caches.open(store)).match(page);
  if (kept === undefined) return freshPage();
  event.waitUntil(freshPage().catch(() => undefined));
  return kept;
}

async function openFile(request: Request): Promise<Response> {
  const kept = await caches.open(store);
  const there = await kept.match(request);
  if (there !== undefined) return there;
  const response = await fetch(request);
  if (response.ok) await kept.put(request, response.clone()).catch(() => undefined);
  return response;
}

/** Answers for the front row's own files; everything else goes to the network as without it. */
export function openOffline(): void {
  self.addEventListener('install', (event) => {
    event.waitUntil(
      freshPage()
        .catch(() => undefined)
        .then(() => self.skipWaiting()),
    );
  });
  self.addEventListener('activate', (event) => {
    event.waitUntil(self.clients.claim());
  });
  self.addEventListener('fetch', (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || origin !== self.location.origin || !isKept(pathname)) return;
    event.respondWith(pathname === page ? openPage(event) : openFile(request));
  });
}
