/** Why a post concerns us: pure, the same for every way in which it was heard. */
import type { Hearing } from '../../domain/post.ts';
import { ownerOf } from './identifiers.ts';
import type { ReadRecord } from './record.ts';
import { hearsWatched } from './watchedWords.ts';

export interface Ears {
  ourIds: readonly string[];
  watched: readonly string[];
}

/** The first reason, in the order of the domain; null when the post does not concern us. */
export function hearingOf(record: ReadRecord, by: string, ears: Ears): Hearing | null {
  const isOurs = (id: string | null): boolean => id !== null && ears.ourIds.includes(id);
  if (isOurs(by)) return 'own';
  if (isOurs(ownerOf(record.parent?.uri ?? null)) || isOurs(ownerOf(record.root?.uri ?? null)))
    return 'reply';
  if (record.mentioned.some(isOurs)) return 'mention';
  if (isOurs(ownerOf(record.quoted?.uri ?? null))) return 'quote';
  return hearsWatched(record.text, ears.watched) ? 'watched' : null;
}

/** What the network itself gives as its reason, where it has one that concerns a post's words. */
export function hearingOfReason(reason: string | null): Hearing | null {
  return reason === 'reply' || reason === 'mention' || reason === 'quote' ? reason : null;
}
