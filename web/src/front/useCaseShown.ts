import { useCallback, useEffect, useState } from 'react';
import type { CaseView } from '../../../src/api/contract.ts';
import { forgetKept, keep, recall } from '../parts/remembered.ts';
import { get, isUnreachable, sentenceOf } from '../server/http.ts';

/** So many cases are at hand without a network: those that were opened or that need the executive most. */
const mostKept = 12;
const name = (caseId: string) => `front.case.${caseId}`;
const order = 'front.cases';

function keepCase(shown: CaseView): void {
  const { id } = shown.row;
  const ids = [id, ...recall<string[]>(order, []).filter((one) => one !== id)];
  for (const old of ids.slice(mostKept)) forgetKept(name(old));
  keep(order, ids.slice(0, mostKept));
  keep(name(id), shown);
}

/** What an address needs behind it for a case of one's own letterbox. */
export const ofOwn = (own: boolean | undefined): string => (own === true ? '?letterbox=1' : '');

const read = async (caseId: string, own = false): Promise<CaseView> => {
  const shown = await get<CaseView>(`/api/cases/${caseId}${ofOwn(own)}`);
  keepCase(shown);
  return shown;
};

/** Reads cases ahead, so that they are at hand where there is no network. What cannot be read now is left. */
export async function readAhead(caseIds: readonly string[]): Promise<void> {
  const known = new Set(recall<string[]>(order, []));
  for (const id of caseIds.filter((one) => !known.has(one)).slice(0, 5)) {
    try {
      await read(id);
    } catch {
      return;
    }
  }
}

/** A case as it stands; as it stood last where the server cannot be reached. `again` reads it anew. */
export function useCaseShown(
  caseId: string,
  own: boolean,
): {
  shown: CaseView | null;
  trouble: string | null;
  again: () => void;
} {
  const [shown, setShown] = useState(() => recall<CaseView | null>(name(caseId), null));
  const [trouble, setTrouble] = useState<string | null>(null);
  const again = useCallback(() => {
    read(caseId, own).then(
      (found) => {
        setShown(found);
        setTrouble(null);
      },
      (error: unknown) => {
        // What is kept is shown meanwhile.
        if (!isUnreachable(error) || recall(name(caseId), null) === null) setTrouble(sentenceOf(error));
      },
    );
  }, [caseId, own]);
  useEffect(again, [again]);
  return { shown, trouble, again };
}
