/** The service worker of the console. */
import { openOffline } from './offline.ts';

openOffline();
/** The console's service worker. Each thing that it does stands in a file of its own. */
import { showAlerts } from './push.ts';
import type { WorkerScope } from './scope.ts';

const scope = globalThis as unknown as WorkerScope;

// A new one takes over at once: it keeps nothing of the one before.
scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
showAlerts(scope);
