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

/** Somebody who is there until then, in milliseconds, unless a sign of life comes. */
type Lasting = Present & { until: number };
/** By `keyOf`, then by member. */
type Cases = Map<string, Map<string, Lasting>>;

const keyOf = (organisationId: number, caseId: string) => `${organisationId} ${caseId}`;

/** Without a sign of life somebody is gone after this long, in milliseconds; screens give one every ten seconds. */
const fades = 25_000;

/** Starts to listen. */
export function openPresence(storage: Storage, now: () => Date): Presence {
  const cases: Cases = new Map();
  const watchers = new Set<(organisationId: number, caseId: string, present: Present[]) => void>();
  const on = (organisationId: number, caseId: string): Present[] =>
    [...(cases.get(keyOf(organisationId, caseId))?.values() ?? [])]
      .filter((one) => one.until > now().getTime())
      .map(({ id, name, writing }) => ({ id, name, writing }));

  const heard = (payload: string | null) => {
    if (payload === null) return;
    const told = JSON.parse(payload) as Told;
    const key = keyOf(told.organisationId, told.caseId);
    const there = cases.get(key) ?? new Map<string, Lasting>();
    const { id, name, writing } = told;
    if (told.leaving) there.delete(id);
    else there.set(id, { id, name, writing, until: now().getTime() + fades });
    if (there.size === 0) cases.delete(key);
    else cases.set(key, there);
    for (const changed of watchers)
      changed(told.organisationId, told.caseId, on(told.organisationId, told.caseId));
  };

  const fade = setInterval(() => {
    for (const { organisationId, caseId } of faded(cases, now().getTime()))
      for (const changed of watchers) changed(organisationId, caseId, on(organisationId, caseId));
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

/** Takes out whoever gave no sign of life; answers the cases that somebody left. */
function faded(cases: Cases, time: number): { organisationId: number; caseId: string }[] {
  const left: { organisationId: number; caseId: string }[] = [];
  for (const [key, there] of cases) {
    const before = there.size;
    for (const [id, one] of there) if (one.until <= time) there.delete(id);
    if (there.size === before) continue;
    if (there.size === 0) cases.delete(key);
    const [organisationId, caseId] = key.split(' ') as [string, string];
    left.push({ organisationId: Number(organisationId), caseId });
  }
  return left;
}
