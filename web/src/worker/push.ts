/** Shows what is pushed, and opens it. */
import type { WindowOfDesk, WorkerScope } from './scope.ts';

/** As the server writes it (src/alerts/notice.ts). */
interface Notice {
  id: string;
  title: string;
  body: string;
  link: string;
  language: string;
}

/** Makes this worker show alerts. */
export function showAlerts(scope: WorkerScope): void {
  scope.addEventListener('push', (event) => event.waitUntil(show(scope, event.data?.text() ?? '')));
  scope.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(open(scope, event.notification.data as Partial<Notice> | null));
  });
}

/** A browser that is pushed to and shows nothing takes the permission away: something is shown whatever came. */
async function show(scope: WorkerScope, text: string): Promise<void> {
  const { id, title, body, link, language } = noticeIn(text);
  await scope.registration.showNotification(title, {
    body,
    // The same alert again takes the place of the first, without a sound.
    tag: id,
    lang: language,
    icon: '/icon.svg',
    data: { id, link },
  });
}

function noticeIn(text: string): Notice {
  const unknown = { id: 'answerable', title: 'Answerable', body: '', link: '/alerts', language: 'en' };
  try {
    return { ...unknown, ...(JSON.parse(text) as Partial<Notice>) };
  } catch {
    // Not from us, or from a later version of us: the list says what it is.
    return unknown;
  }
}

/** Whoever opens an alert has seen it. */
async function open(scope: WorkerScope, notice: Partial<Notice> | null): Promise<void> {
  const link = notice?.link ?? '/alerts';
  await Promise.all([acknowledge(scope, notice?.id), bring(scope, link)]);
}

async function acknowledge(scope: WorkerScope, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const how = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ids: [id] }),
  };
  // Without a line it stays in the list, and whoever comes there sees it.
  await scope.fetch('/api/alerts/acknowledge', how).catch(() => undefined);
}

/** In the window of the desk that is open, the one that is looked at first; else in a new one. */
async function bring(scope: WorkerScope, link: string): Promise<void> {
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const one = windows.find(({ visibilityState }) => visibilityState === 'visible') ?? windows[0];
  if (one === undefined || !(await went(one, link))) await scope.clients.openWindow(link);
}

async function went(window: WindowOfDesk, link: string): Promise<boolean> {
  try {
    await (await window.focus()).navigate(link);
    return true;
  } catch {
    // A window that this worker does not serve yet cannot be led anywhere.
    return false;
  }
}
