import { useQuery } from '@tanstack/react-query';
import type { Me } from '../../../src/api/contract.ts';
import type { Right } from '../../../src/domain/rights.ts';
import { meQuery } from '../server/queries.ts';

/** The member who is signed in. Only below the signed-in shell, where `me` has been read. */
export function useMe(): Me {
  const me = useQuery(meQuery).data;
  if (me === undefined) throw new Error('useMe is used outside the signed-in shell');
  return me;
}

/** Whether the member may do something; the server has the last word. */
export function useMay(right: Right): boolean {
  return useMe().rights.includes(right);
}
