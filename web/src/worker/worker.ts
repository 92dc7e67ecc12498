/** The service worker of the console. */
import { openOffline } from './offline.ts';

openOffline();
