import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { beatMilliseconds } from '../domain/roles.ts';
import type { Storage } from '../storage/database.ts';
import { beat, endBeat, type RoleName } from '../storage/listening.ts';

/** Gives signs of life for the roles of this process until stopped. */
export function startHeartbeat(
  storage: Storage,
  roles: readonly RoleName[],
  tools: { now(): Date; log(event: string, particulars: Record<string, string | number>): void },
): { stop(): Promise<void> } {
  const startedAt = tools.now();
  const alive = roles.map((role) => ({
    id: randomUUID(),
    role,
    host: hostname(),
    pid: process.pid,
    startedAt,
  }));
  const tell = async () => {
    try {
      for (const role of alive) await beat(storage.system, role, tools.now());
    } catch (error) {
      tools.log('heartbeat_failed', { reason: error instanceof Error ? error.message : String(error) });
    }
  };
  let last = tell();
  const timer = setInterval(() => {
    last = last.then(tell);
  }, beatMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      // One that is still on its way would be written after the end, and seem to run.
      await last;
      for (const role of alive) await endBeat(storage.system, role.id);
    },
  };
}
