import { expect, it } from 'vitest';
import { showAlerts } from './push.ts';
import type { Events, WindowOfDesk, WorkerScope } from './scope.ts';

interface Shown {
  title: string;
  options: Record<string, unknown>;
}

/** A worker around which everything is kept that it does. */
function worker(windows: WindowOfDesk[] = []) {
  const heard = new Map<string, (event: never) => void>();
  const shown: Shown[] = [];
  const asked: [string, RequestInit][] = [];
  const opened: string[] = [];
  const scope: WorkerScope = {
    addEventListener: (name, hear) => void heard.set(name, hear as never),
    skipWaiting: async () => undefined,
    registration: {
      showNotification: async (title, options) => void shown.push({ title, options: { ...options } }),
    },
    clients: {
      claim: async () => undefined,
      matchAll: async () => windows,
      openWindow: async (link) => void opened.push(link),
    },
    fetch: async (address, how) => {
      asked.push([address, how]);
      throw new TypeError('no line');
    },
  };
  showAlerts(scope);
  const happen = async <Name extends keyof Events>(name: Name, event: Omit<Events[Name], 'waitUntil'>) => {
    let work: Promise<unknown> = Promise.resolve();
    const keep = (more: Promise<unknown>) => {
      work = more;
    };
    heard.get(name)?.({ ...event, waitUntil: keep } as never);
    await work;
  };
  return { shown, asked, opened, happen };
}
const notice = { id: 'a1', title: 'A post names you', body: 'Case 7', link: '/inbox/all/c1', language: 'en' };
const clicked = (data: unknown) => ({ notification: { data, close: () => undefined } });

it('shows what is pushed, under the name of its alert', async () => {
  const { happen, shown } = worker();
  await happen('push', { data: { text: () => JSON.stringify(notice) } });
  expect(shown).toEqual([
    {
      title: 'A post names you',
      options: {
        body: 'Case 7',
        tag: 'a1',
        lang: 'en',
        icon: '/icon.svg',
        data: { id: 'a1', link: '/inbox/all/c1' },
      },
    },
  ]);
});

it('shows something whatever is pushed', async () => {
  const { happen, shown } = worker();
  await happen('push', { data: { text: () => '{' } });
  await happen('push', { data: null });
  expect(shown.map(({ title, options }) => [title, options.data])).toEqual([
    ['Answerable', { id: 'answerable', link: '/alerts' }],
    ['Answerable', { id: 'answerable', link: '/alerts' }],
  ]);
});

it('says that it was seen, and opens it, with a line or without', async () => {
  const { happen, asked, opened } = worker();
  await happen('notificationclick', clicked({ id: 'a1', link: '/inbox/all/c1' }));
  expect(asked).toMatchObject([['/api/alerts/acknowledge', { method: 'POST', body: '{"ids":["a1"]}' }]]);
  expect(opened).toEqual(['/inbox/all/c1']);
});

it('opens it in the window that is looked at', async () => {
  const went: string[] = [];
  const window = (name: string, visibilityState: string, leads = true): WindowOfDesk => ({
    visibilityState,
    focus: async () => window(name, visibilityState, leads),
    navigate: async (link) => {
      if (!leads) throw new TypeError('not served');
      went.push(`${name} ${link}`);
    },
  });
  const seen = worker([window('behind', 'hidden'), window('before', 'visible')]);
  await seen.happen('notificationclick', clicked({ id: 'a1', link: '/x' }));
  expect(went).toEqual(['before /x']);
  expect(seen.opened).toEqual([]);
  const unserved = worker([window('new', 'visible', false)]);
  await unserved.happen('notificationclick', clicked(null));
  expect(unserved.opened).toEqual(['/alerts']);
});
