/** Pictures and recordings of posts, fetched when somebody first looks at them and kept once per address. */
import { isRecording } from '../domain/call.ts';
import { Fault, isFault } from '../domain/fault.ts';
import type { Media } from '../domain/post.ts';
import { cleanImage } from '../outside/image.ts';
import { type Turn, turns } from '../outside/turns.ts';
import type { Storage } from '../storage/database.ts';
import {
  addFiles,
  addMedia,
  findMedia,
  findMediaByAddress,
  findPostMedia,
  replaceByPicture,
  type StoredMedia,
} from '../storage/media.ts';
import type { ApiDeps } from './deps.ts';

const mostAtOnce = 4;
const mostWaiting = 100;
/** How long an address that failed is left alone, in milliseconds. */
const restAfterFailure = 10 * 60_000;
const mostFailures = 2_000;

type Needs = Pick<ApiDeps, 'storage' | 'fetchImage' | 'fetchRecording' | 'now'>;

export interface InboundMedia {
  /** The n-th picture of a post of the organisation. Throws Fault `not_found`, `media_refused`, `media_too_large` or `address_private`. */
  ofPost(organisationId: number, postId: string, n: number): Promise<StoredMedia & { plays?: true }>;
  /** Fetches an address once for the organisation; answers the id of what is kept. */
  fetchMedia(organisationId: number, address: string): Promise<string>;
}

/** Holds what is being fetched and what failed lately; made once per server. */
export function inboundMedia(deps: Needs): InboundMedia {
  const turn = turns(mostAtOnce, mostWaiting);
  const fetchMedia = fetcher(deps, turn, fetchImageAndKeep);
  const recording = recordings(deps, turn);
  return {
    fetchMedia,
    async ofPost(organisationId, postId, n) {
      const media = await deps.storage.inOrganisation(organisationId, (tx) =>
        findPostMedia(tx, organisationId, postId, n),
      );
      if (media?.file !== undefined) return fileThatCame(deps, turn, organisationId, media);
      if (media !== null && isRecording(media)) return recording(organisationId, media.address);
      if (media === null || media.kind !== 'image') throw notThere();
      const id = await fetchMedia(organisationId, media.address);
      const kept = await deps.storage.inOrganisation(organisationId, (tx) =>
        findMedia(tx, organisationId, id),
      );
      if (kept === null) throw notThere();
      return kept;
    },
  };
}

const notThere = () => new Fault('not_found', 'There is no such picture.');

/** A file that came with a post. A picture is drawn anew before anybody sees it and kept so; one that cannot be drawn is handed out as any other file. */
async function fileThatCame(
  deps: Needs,
  turn: Turn,
  organisationId: number,
  media: Media,
): Promise<StoredMedia> {
  const kept = await inStore(deps.storage, organisationId, media.address);
  if (kept === null) throw notThere();
  if (media.kind !== 'image' || kept.width !== null) return kept;
  try {
    const picture = await turn(() => cleanImage(kept.bytes));
    await deps.storage.inOrganisation(organisationId, (tx) =>
      replaceByPicture(tx, organisationId, kept.id, picture),
    );
    return { ...kept, ...picture };
  } catch (error) {
    if (isFault(error) && error.code === 'media_refused') return kept;
    throw error;
  }
}

/** One fetch per address however many ask, a few at a time, and none soon after a failure. */
function fetcher(
  deps: Needs,
  turn: Turn,
  fetchAndKeep: (deps: Needs, organisationId: number, address: string) => Promise<string>,
): InboundMedia['fetchMedia'] {
  const underWay = new Map<string, Promise<string>>();
  const failed = new Map<string, { at: number; fault: Fault }>();
  return async (organisationId, address) => {
    const there = await inStore(deps.storage, organisationId, address);
    if (there !== null) return there.id;
    const before = failed.get(address);
    if (before !== undefined && deps.now().getTime() - before.at < restAfterFailure) throw before.fault;
    const name = `${organisationId} ${address}`;
    const fetching = underWay.get(name) ?? turn(() => fetchAndKeep(deps, organisationId, address));
    underWay.set(name, fetching);
    try {
      return await fetching;
    } catch (error) {
      // Too many at once is our own state, not the address's.
      if (isFault(error) && error.code !== 'too_many_requests') {
        if (failed.size >= mostFailures) failed.clear();
        failed.set(address, { at: deps.now().getTime(), fault: error });
      }
      throw error;
    } finally {
      underWay.delete(name);
    }
  };
}

async function fetchImageAndKeep(deps: Needs, organisationId: number, address: string): Promise<string> {
  // Whoever looked into the store before another fetch ended comes here after it.
  const there = await inStore(deps.storage, organisationId, address);
  if (there !== null) return there.id;
  const image = await deps.fetchImage(address);
  return deps.storage.inOrganisation(organisationId, (tx) =>
    addMedia(tx, organisationId, { ...image, address, at: deps.now() }),
  );
}

/** Recordings of calls: as they came, told by their bytes. */
function recordings(deps: Needs, turn: Turn) {
  const fetchOnce = fetcher(deps, turn, async (_, organisationId, address) => {
    const { type, bytes } = await deps.fetchRecording(address);
    return deps.storage.inOrganisation(organisationId, async (tx) => {
      await addFiles(tx, organisationId, [{ address, name: 'recording', type, bytes }], deps.now());
      return (await findMediaByAddress(tx, organisationId, address))?.id ?? '';
    });
  });
  return async (organisationId: number, address: string): Promise<StoredMedia & { plays: true }> => {
    await fetchOnce(organisationId, address);
    const kept = await inStore(deps.storage, organisationId, address);
    if (kept === null) throw notThere();
    return { ...kept, plays: true };
  };
}

function inStore(storage: Storage, organisationId: number, address: string): Promise<StoredMedia | null> {
  return storage.inOrganisation(organisationId, (tx) => findMediaByAddress(tx, organisationId, address));
}
