/** Views that are kept under a name: one's own by everybody, everybody's by those who may. */
import type { CaseFilter, SavedList } from '../../domain/caseFilter.ts';
import { Fault } from '../../domain/fault.ts';
import type { Tenant } from '../../storage/database.ts';
import { failureOf } from '../../storage/failures.ts';
import { newId } from '../../storage/ids.ts';
import { keepSavedView, listSavedViews, removeSavedView, type SavedView } from '../../storage/savedViews.ts';
import type { Acting } from '../acting.ts';

export interface WantedView {
  name: string;
  view: SavedList;
  words: string;
  filter: CaseFilter;
  shared: boolean;
}

/** Somebody who may keep everybody's views, or only their own. */
export type Keeping = Acting & { mayShare: boolean };

/** Keeps a view: a new one without an id, else the changed one; answers its id. Throws Fault `input_invalid`, `not_permitted`, `not_found`. */
export async function keepView(keeping: Keeping, id: string | null, wanted: WantedView): Promise<string> {
  const { storage, organisationId, memberId, now } = keeping;
  if (wanted.shared && !keeping.mayShare) throw notTheirs();
  const kept = storage.inOrganisation(organisationId, async (tx) => {
    const before = id === null ? null : await mustBeTheirs(tx, keeping, id);
    const kept = {
      ...wanted,
      id: id ?? newId(now.getTime()),
      madeBy: before?.madeBy.id ?? memberId,
      at: now,
    };
    if (!(await keepSavedView(tx, organisationId, kept))) throw twice();
    return kept.id;
  });
  // A colleague kept one of the same name at the same moment.
  return kept.catch((error: unknown) => {
    throw failureOf(error) === 'retry' ? twice() : error;
  });
}

/** Removes a view. Throws Fault `not_permitted`, `not_found`. */
export async function dropView(keeping: Keeping, id: string): Promise<void> {
  const { storage, organisationId } = keeping;
  await storage.inOrganisation(organisationId, async (tx) => {
    await mustBeTheirs(tx, keeping, id);
    await removeSavedView(tx, organisationId, id);
  });
}

/** The view as its member sees it. Throws Fault `not_found`. */
export async function seenView(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  id: string,
): Promise<SavedView> {
  const found = (await listSavedViews(tx, organisationId, memberId)).find((one) => one.id === id);
  if (found === undefined)
    throw new Fault('not_found', 'This view is not kept any more. Look at the list again.');
  return found;
}

async function mustBeTheirs(tx: Tenant, keeping: Keeping, id: string): Promise<SavedView> {
  const found = await seenView(tx, keeping.organisationId, keeping.memberId, id);
  if (found.shared && !keeping.mayShare) throw notTheirs();
  return found;
}

const notTheirs = () =>
  new Fault('not_permitted', 'Views for everybody are kept by supervisors and admins. Keep one of your own.');
const twice = () => new Fault('input_invalid', 'There is a view of this name. Give it another name.');
