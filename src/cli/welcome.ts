/** What is printed when the program is ready: one address and one link. */
import { makeFirstRunLink, makeSignInLink } from '../members/links.ts';
import type { Storage } from '../storage/database.ts';
import { firstAdmin } from '../storage/members.ts';
import type { Context } from './command.ts';

/** Prints the address and a one-time link: to the first-run page, later to sign in as the first admin. */
export async function announceAddress(context: Context, storage: Storage, address: string): Promise<void> {
  const now = context.now();
  const first = await makeFirstRunLink(storage, address, now);
  const admin = first === null ? await firstAdmin(storage.system) : null;
  context.out(`\nAnswerable is ready at ${address}\n`);
  if (first !== null) context.out(`Begin here (once, within 24 hours): ${first}\n`);
  else if (admin !== null) {
    const { organisationId, id, name } = admin;
    const link = await makeSignInLink(storage, address, { organisationId, by: { id } }, now);
    context.out(`Sign in as ${name} (once, within 15 minutes): ${link}\n`);
  }
  context.out('Ctrl-C stops everything.\n');
}
