import { useQuery } from '@tanstack/react-query';
import type { View } from '../../../src/api/contract.ts';
import { loadedPart } from '../parts/loadedPart.ts';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { caseQuery } from '../server/queries.ts';

/** The list is there first; the case and its composer are read ahead, before anybody asks for one. */
export const casePart = loadedPart('case', () => import('../case/CaseColumn.tsx'));

/** The case beside the list. Its words are asked for while the part that shows them is still on its way. */
export function CasePlace({ caseId, view }: { caseId: string; view: View }) {
  const part = useQuery(casePart);
  useQuery(caseQuery(caseId));
  if (part.data === undefined) {
    return part.isError ? (
      <Trouble error={part.error} again={() => window.location.reload()} />
    ) : (
      <Skeleton lines={9} className="pt-16" />
    );
  }
  return <part.data.CaseColumn caseId={caseId} view={view} />;
}
