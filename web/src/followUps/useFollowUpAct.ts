import { useQueryClient } from '@tanstack/react-query';
import { useAct } from '../shell/useAct.ts';
import { readAnew } from './readAnew.ts';

/** Does something to a follow-up; false where it was refused, which is told. */
export function useFollowUpAct() {
  const client = useQueryClient();
  return useAct(() => readAnew(client));
}
