/** What needs an executive, and who watches the organisation: set by supervisors, written down. */
import { type NeedsSettings, needsSettings } from '../../domain/needsYou.ts';
import { addAudit } from '../../storage/audit.ts';
import { keepNeedsSettings, readNeedsSettings } from '../../storage/frontNeeds.ts';
import { newId } from '../../storage/ids.ts';
import { keepWatchdogs, listWatchdogs, type WatchdogAccount } from '../../storage/watchdogs.ts';
import type { Acting } from '../acting.ts';

export interface FrontSettings {
  needs: NeedsSettings;
  watchdogs: readonly Omit<WatchdogAccount, 'id'>[];
}

/** As they stand. */
export async function readFrontSettings({
  storage,
  organisationId,
}: Pick<Acting, 'storage' | 'organisationId'>): Promise<FrontSettings> {
  return storage.reading(organisationId, async (tx) => ({
    needs: needsSettings(await readNeedsSettings(tx, organisationId)),
    watchdogs: (await listWatchdogs(tx, organisationId)).map(({ id: _, ...account }) => account),
  }));
}

/** Sets both. An account that is given twice is kept once. */
export async function keepFrontSettings(acting: Acting, settings: FrontSettings): Promise<void> {
  const { storage, organisationId, memberId, keyId, now } = acting;
  const accounts = new Map<string, WatchdogAccount>();
  for (const one of settings.watchdogs) {
    const handle = one.handle.trim().replace(/^@/, '');
    const key = `${one.network} ${handle.toLowerCase()}`;
    if (!accounts.has(key)) accounts.set(key, { ...one, handle, id: newId(now.getTime()) });
  }
  await storage.inOrganisation(organisationId, async (tx) => {
    await keepNeedsSettings(tx, organisationId, settings.needs);
    await keepWatchdogs(tx, organisationId, [...accounts.values()]);
    await addAudit(tx, organisationId, {
      memberId,
      keyId: keyId ?? null,
      action: 'front.set',
      particulars: { ...settings.needs, off: settings.needs.off.join(' '), watchdogs: accounts.size },
      at: now,
    });
  });
}
