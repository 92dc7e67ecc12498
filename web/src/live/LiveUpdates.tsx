import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Events, Me } from '../../../src/api/contract.ts';
import { perFrame } from './perFrame.ts';
import { followEvents } from './stream.ts';
import { takeIn, takeInPresence } from './takeIn.ts';

/** Keeps every cache up to date with the server's stream, from the sequence that `me` was read at. Shows nothing. */
export function LiveUpdates({ me }: { me: Me }) {
  const client = useQueryClient();
  const { sequence } = me;
  const memberId = me.member.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another member's stream is another stream
  useEffect(
    () =>
      followEvents(sequence, {
        news: perFrame<Events>((batches) => takeIn(client, batches)),
        presence: (presence) => takeInPresence(client, presence),
      }),
    [client, memberId],
  );
  return null;
}
