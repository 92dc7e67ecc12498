/** Photos of authors, drawn anew: without the place where they were taken. */
import { hash } from 'node:crypto';
import { isFault } from '../domain/fault.ts';
import type { CleanImage } from '../outside/image.ts';
import type { Pages } from './deps.ts';
import type { SentBody } from './readBody.ts';
import type { Words } from './words/words.ts';

export interface Photos {
  clean: CleanImage[];
  /** Of what came, in order: tells one submission from another. */
  digests: string[];
  /** What is wrong with one of them, in words for its author. */
  error: string | null;
}

/** Why a photo was left out before anybody looked at it; null where none was. */
export function leftOut({ left }: SentBody, words: Words): string | null {
  switch (left) {
    case null:
      return null;
    case 'too_large':
      return words.photoLarge;
    case 'too_many':
      return words.photosMany;
    case 'no_room':
      return words.photoLater;
  }
}

export async function cleanPhotos(
  pages: Pick<Pages, 'clean'>,
  body: SentBody,
  words: Words,
): Promise<Photos> {
  const digests = body.photos.map((photo) => hash('sha256', photo));
  const clean: CleanImage[] = [];
  for (const photo of body.photos) {
    try {
      clean.push(await pages.clean(photo));
    } catch (error) {
      if (!isFault(error)) throw error;
      return {
        clean: [],
        digests,
        error: error.code === 'too_many_requests' ? words.photoLater : words.photoRefused,
      };
    }
  }
  return { clean, digests, error: null };
}
