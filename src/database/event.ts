import type { Fault } from '../domain/fault.ts';

/** What the supervisor is doing, for the terminal and the log. `sentence` is safe to show. */
export interface DatabaseEvent {
  step: 'creating' | 'starting' | 'adopted' | 'ready' | 'died' | 'restarting' | 'given_up' | 'stopping';
  sentence: string;
  /** Only with `given_up`. */
  fault?: Fault;
}

export type OnDatabaseEvent = (event: DatabaseEvent) => void;
