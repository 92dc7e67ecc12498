import { type Vapid, vapidOf } from '../outside/push/vapid.ts';
import type { MasterKey } from '../storage/secrets.ts';

/** By which this installation is known to push services: the same on every node, and kept with the program's key. */
export const ownVapid = (key: MasterKey, publicAddress: string | null): Vapid =>
  vapidOf(key.derive('web push'), publicAddress);
