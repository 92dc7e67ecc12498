import { Fault } from '../domain/fault.ts';
import type { Storage } from '../storage/database.ts';
import { listOrganisations } from '../storage/imports.ts';

/**
 * The organisation that a command is about: the one named, or the only one there is; null when there is none at all.
 * Throws Fault `not_found` when the name is unknown, `input_invalid` when there are several and none was named.
 */
export async function organisationFor(storage: Storage, name: string | null): Promise<number | null> {
  const all = await storage.asSystem((tx) => listOrganisations(tx));
  const names = all.map((organisation) => `"${organisation.name}"`).join(', ');
  const found = name === null ? all : all.filter((organisation) => organisation.name === name);
  if (found.length > 1) {
    throw new Fault(
      'input_invalid',
      `There are several organisations. Name one with --organisation: ${names}.`,
    );
  }
  if (found.length === 0 && all.length > 0) {
    throw new Fault('not_found', `There is no organisation "${name}". There are: ${names}.`);
  }
  return found[0]?.id ?? null;
}
