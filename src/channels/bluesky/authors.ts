/** Looks up who wrote: a stream of repositories names its authors by id only. */
import type { ChannelTools } from '../channel.ts';
import { type Dictionary, dictionaries, dictionary, text } from '../reading.ts';
import { statedHome } from './home.ts';
import type { RawAuthor } from './payload.ts';
import type { Session } from './session.ts';
import { Refused } from './xrpc.ts';

export interface Authors {
  /** Those that could be found in short time; who is missing is known by id only. */
  find(ids: readonly string[]): Promise<ReadonlyMap<string, RawAuthor>>;
}

const most = 5_000;
const freshMilliseconds = 3_600_000;
const namesWithin = 1_500;
const perQuestion = 25;
/** After a failure nobody is asked for this long: posts are not held up for the sake of names. */
const restMilliseconds = 30_000;

/** Remembers a few thousand authors for an hour. */
export function openAuthors(tools: ChannelTools, session: Session): Authors {
  const known = new Map<string, { author: RawAuthor; until: number }>();
  let restUntil = 0;
  const patience = tools.namesWithin ?? namesWithin;
  return {
    async find(ids) {
      const now = tools.now().getTime();
      const wanted = [...new Set(ids)].filter((id) => (known.get(id)?.until ?? 0) < now);
      if (now >= restUntil) {
        try {
          for (const author of await lookUp(session, wanted, patience))
            known.set(author.did, { author, until: now + freshMilliseconds });
        } catch (error) {
          restUntil = now + restMilliseconds;
          tools.log('bluesky_authors_not_found', {
            account: session.account.accountId,
            reason: String(error),
          });
        }
      }
      const found = ids.flatMap((id) => known.get(id)?.author ?? []);
      for (const oldest of known.keys()) {
        if (known.size <= most) break;
        known.delete(oldest);
      }
      return new Map(found.map((author) => [author.did, author]));
    },
  };
}

async function lookUp(session: Session, ids: readonly string[], patience: number): Promise<RawAuthor[]> {
  const groups = Array.from({ length: Math.ceil(ids.length / perQuestion) }, (_, at) =>
    ids.slice(at * perQuestion, (at + 1) * perQuestion),
  );
  const found = await Promise.all(groups.map((group) => lookUpGroup(session, group, patience)));
  return found.flat();
}

async function lookUpGroup(session: Session, ids: readonly string[], patience: number): Promise<RawAuthor[]> {
  if (session.account.settings.appview === 'none') return lookUpByRepository(session, ids, patience);
  const body = await session.read({ method: 'app.bsky.actor.getProfiles', query: { actors: ids }, patience });
  return dictionaries(body.profiles).flatMap((profile) => authorOf(profile) ?? []);
}

/** Without an appview the account's own server still knows the handles of its own people. */
async function lookUpByRepository(
  session: Session,
  ids: readonly string[],
  patience: number,
): Promise<RawAuthor[]> {
  const found = await Promise.all(
    ids.map(async (repo) => {
      const answer = await session.ask({
        method: 'com.atproto.repo.describeRepo',
        query: { repo },
        patience,
      });
      if (!answer.ok && answer.status >= 429) throw new Refused('com.atproto.repo.describeRepo', answer);
      return answer.ok ? authorOf(answer.body) : null;
    }),
  );
  return found.flatMap((author) => author ?? []);
}

/** An author as the network's views show one; null when it names none. */
export function authorOf(value: Dictionary): RawAuthor | null {
  const [did, handle] = [text(value.did), text(value.handle)];
  if (did === null || handle === null) return null;
  const home = statedHome(text(value.description) ?? '');
  const status = text(dictionary(value.verification)?.verifiedStatus);
  return {
    did,
    handle: handle === 'handle.invalid' ? did : handle,
    name: text(value.displayName),
    followers: typeof value.followersCount === 'number' ? value.followersCount : null,
    verified: status === null ? null : status === 'valid',
    ...(home === null ? {} : { home }),
  };
}
