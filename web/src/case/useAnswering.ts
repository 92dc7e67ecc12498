import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView } from '../../../src/api/contract.ts';
import { permissionsQuery } from '../server/queries.ts';
import { type Place, placeAnswered, placesOf } from './answering.ts';

export interface Answering {
  /** The case as it is answered: at the chosen place, with what the network permits there. */
  target: CaseView;
  places: readonly Place[];
  place: Place | null;
  choose: (conversationId: string) => void;
}

/** Where the case is answered. A case of one conversation asks nothing more of the server. */
export function useAnswering(shown: CaseView): Answering {
  const [chosen, choose] = useState<string | null>(null);
  const places = placesOf(shown.posts);
  const place = placeAnswered(shown, chosen);
  const elsewhere = place !== null && place.postId !== shown.answering;
  const there = useQuery({
    ...permissionsQuery(shown.row.id, place?.postId ?? '', shown.sequence),
    enabled: elsewhere,
  }).data;
  const target = elsewhere ? { ...shown, answering: place.postId, permissions: there ?? [] } : shown;
  return { target, places, place, choose };
}
