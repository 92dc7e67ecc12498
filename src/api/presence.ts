/** Who looks at a case right now. Ephemeral: told between processes by notification, kept in no table. */
import type { Storage } from '../storage/database.ts';
import { tellPresence } from '../storage/presence.ts';

export interface Present {
  id: string;
  name: string;
  writing: boolean;
}

export interface Presence {
  on(organisationId: number, caseId: string): Present[];
  /** Tells every process. */
  tell(organisationId: number, caseId: string, present: Present, leaving: boolean): Promise<void>;
  /** Calls back whenever the people on a case change. */
  watch(changed: (organisationId: number, caseId: string, present: Present[]) => void): () => void;
  close(): void;
}

interface Told extends Present {
  organisationId: number;
  caseId: string;
  leaving: boolean;
}

/** Without a sign of life somebody is gone after this long, in milliseconds; screens give one every ten seconds. */
const fades = 25_000;

/** Starts to listen. */
export function openPresence(storage: Storage, now: () => Date): Presence {
  const cases = new Map<string, Map<string, Present & { until: number }>>();
  const watchers = new Set<(organisationId: number, caseId: string, present: Present[]) => void>();
  const keyOf = (organisationId: number, caseId: string) => `${organisationId} ${caseId}`;
  const on = (organisationId: number, caseId: string): Present[] =>
    [...(cases.get(keyOf(organisationId, caseId))?.values() ?? [])]
      .filter((one) => one.until > now().getTime())
      .map(({ id, name, writing }) => ({ id, name, writing }));

  const heard = (payload: string | null) => {
    if (payload === null) return;
    const told = JSON.parse(payload) as Told;
    const key = keyOf(told.organisationId, told.caseId);
    const there = cases.get(key) ?? new Map<string, Present & { until: number }>();
    if (told.leaving) there.delete(told.id);
    else
      there.set(told.id, {
        id: told.id,
        name: told.name,
        writing: told.writing,
        until: now().getTime() + fades,
      });
    if (there.size === 0) cases.delete(key);
    else cases.set(key, there);
    for (const changed of watchers)
      changed(told.organisationId, told.caseId, on(told.organisationId, told.caseId));
  };

  const fade = setInterval(() => {
    const time = now().getTime();
    for (const [key, there] of cases) {
      const before = there.size;
      for (const [id, one] of there) if (one.until <= time) there.delete(id);
      if (there.size === before) continue;
      const [organisationId, caseId] = key.split(' ') as [string, string];
      if (there.size === 0) cases.delete(key);
      for (const changed of watchers)
        changed(Number(organisationId), caseId, on(Number(organisationId), caseId));
    }
  }, 5_000);
  const stop = storage.notifications.on('presence', heard);
  return {
    on,
    tell: (organisationId, caseId, present, leaving) =>
      tellPresence(
        storage.system,
        JSON.stringify({ organisationId, caseId, ...present, leaving } satisfies Told),
      ),
    watch(changed) {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    close() {
      clearInterval(fade);
      stop();
    },
  };
}
