/** Who wrote, as X tells of people. */
import type { HeardIdentity, HeardPost, Reach } from '../../domain/post.ts';
import { type Dictionary, dictionary, storable, text } from '../reading.ts';

/** The name on the network; the id alone where the profile did not come along. */
export function identityOf(id: string, profile: Dictionary | null): HeardIdentity {
  const [handle, name] = [text(profile?.username), text(profile?.name)];
  return {
    networkId: id,
    handle: storable(handle === null || handle === '' ? id : handle),
    name: name === null || name === '' ? null : storable(name),
  };
}

/** Kept where the queue cannot read it. */
export function reachOf(profile: Dictionary | null, shares: number | null): Reach | null {
  const followers = whole(dictionary(profile?.public_metrics)?.followers_count);
  const verified = typeof profile?.verified === 'boolean' ? profile.verified : null;
  return followers === null && verified === null && shares === null ? null : { followers, verified, shares };
}

/** A number that a database column holds; null for anything else. */
export function whole(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= 2_000_000_000
    ? value
    : null;
}

/** Where the author says that they live, and where the post says that it is from: in words. */
export function statedBy(profile: Dictionary | null, place: Dictionary | null): Pick<HeardPost, 'stated'> {
  const [home, field] = [profile?.location, place?.full_name].map((value) => {
    const words = storable(text(value) ?? '').trim();
    return words === '' ? null : words.slice(0, 300).toWellFormed();
  });
  return home == null && field == null ? {} : { stated: { home: home ?? null, field: field ?? null } };
}
