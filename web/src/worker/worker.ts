/** The service worker of the console. Each thing that it does stands in a file of its own. */
import { openOffline } from './offline.ts';
import { showAlerts } from './push.ts';
import type { WorkerScope } from './scope.ts';
import { sendWhatWasLeft } from './sendLeft.ts';

openOffline();
sendWhatWasLeft();
showAlerts(globalThis as unknown as WorkerScope);
