import { useQuery } from '@tanstack/react-query';
import type { PressingFollowUps } from '../../../src/api/contract.ts';
import { get } from '../server/http.ts';
import { useMay } from '../shell/useMe.ts';

/** How many follow-ups wait for the member: asked and not taken up, due within a day, reported back, or brought to them. */
export function usePressingFollowUps(): number {
  const { data } = useQuery({
    queryKey: ['follow-ups', 'pressing'],
    queryFn: () => get<PressingFollowUps>('/api/follow-ups/pressing'),
    enabled: useMay('cases.read'),
    // Time makes them pressing, and nothing tells of it.
    refetchInterval: 60_000,
  });
  return data?.count ?? 0;
}
