/** What the double answers to each request. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { DoubleState } from './startDouble.ts';
import { domain, type Person, type Report, type Writing } from './street.ts';

export interface Asked {
  method: string;
  path: string;
  address: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Answer {
  status: number;
  body: unknown;
  next?: string;
}

const fine = (body: unknown, next?: string): Answer =>
  next === undefined ? { status: 200, body } : { status: 200, body, next };
const refuse = (status: number, error: string): Answer => ({ status, body: { error } });
const notFound = refuse(404, 'Record not found');

/** One entry for each request that the documentation has and we make: method, path, the right that it needs. */
const routes: readonly {
  on: string;
  path: RegExp;
  needs: string | null;
  answer: (state: DoubleState, asked: Asked, us: Person, id: string) => Answer;
}[] = [
  { on: 'GET', path: /^\/api\/v2\/instance$/, needs: null, answer: instance },
  { on: 'POST', path: /^\/api\/v1\/apps$/, needs: null, answer: registers },
  { on: 'POST', path: /^\/oauth\/token$/, needs: null, answer: gives },
  {
    on: 'GET',
    path: /^\/api\/v1\/accounts\/verify_credentials$/,
    needs: 'read:accounts',
    answer: (_s, _a, us) => fine(us),
  },
  { on: 'GET', path: /^\/api\/v1\/notifications$/, needs: 'read:notifications', answer: notifications },
  { on: 'GET', path: /^\/api\/v1\/timelines\/home$/, needs: 'read:statuses', answer: () => fine([]) },
  { on: 'GET', path: /^\/api\/v1\/timelines\/tag\/([^/]+)$/, needs: 'read:statuses', answer: tagged },
  { on: 'GET', path: /^\/api\/v2\/search$/, needs: 'read:search', answer: search },
  { on: 'GET', path: /^\/api\/v1\/accounts\/([^/]+)\/statuses$/, needs: 'read:statuses', answer: written },
  { on: 'GET', path: /^\/api\/v1\/statuses\/([^/]+)\/context$/, needs: 'read:statuses', answer: context },
  { on: 'GET', path: /^\/api\/v1\/statuses\/([^/]+)$/, needs: 'read:statuses', answer: shows },
  { on: 'GET', path: /^\/api\/v1\/statuses$/, needs: 'read:statuses', answer: showsSeveral },
  { on: 'POST', path: /^\/api\/v1\/statuses$/, needs: 'write:statuses', answer: publishes },
  { on: 'DELETE', path: /^\/api\/v1\/statuses\/([^/]+)$/, needs: 'write:statuses', answer: deletes },
  { on: 'GET', path: /^\/api\/v1\/accounts\/lookup$/, needs: 'read:accounts', answer: looksUp },
  { on: 'POST', path: /^\/api\/v1\/reports$/, needs: 'write:reports', answer: reports },
  { on: 'POST', path: /^\/api\/v2\/media$/, needs: 'write:media', answer: uploads },
  { on: 'GET', path: /^\/api\/v1\/media\/([^/]+)$/, needs: 'write:media', answer: worksOn },
];

export function answersOf(state: DoubleState, asked: Asked): Answer {
  if (asked.headers['user-agent'] === undefined || asked.headers['user-agent'] === '')
    return refuse(418, "I'm a teapot: who are you?");
  const route = routes.find(({ on, path }) => on === asked.method && path.test(asked.path));
  if (route === undefined) return notFound;
  const id = decodeURIComponent(route.path.exec(asked.path)?.[1] ?? '');
  const token = state.tokens.get((asked.headers.authorization ?? '').replace(/^Bearer /, ''));
  const us = state.street.people.find((one) => one.id === token?.person);
  if (route.needs === null) return route.answer(state, asked, us as Person, id);
  if (token === undefined || us === undefined) return refuse(401, 'The access token was revoked');
  const [whole = ''] = route.needs.split(':');
  if (!token.rights.includes(route.needs) && !token.rights.includes(whole))
    return refuse(403, 'This action is outside the authorized scopes');
  return route.answer(state, asked, us, id);
}

function instance({ options, address }: DoubleState): Answer {
  const streaming = options.streams ? address.replace('http', 'ws') : 'wss://127.0.0.1:9';
  const version = options.keepsKeys ? '4.5.2' : '4.0.0 (compatible; Doubled 1.0)';
  return fine({
    domain,
    version,
    source_url: options.keepsKeys ? 'https://github.com/mastodon/mastodon' : 'https://code.example/doubled',
    configuration: {
      urls: { streaming },
      statuses: { max_characters: options.most, characters_reserved_per_url: 23, max_media_attachments: 4 },
      media_attachments: { image_size_limit: 16_777_216 },
    },
  });
}

function registers({ apps }: DoubleState, asked: Asked): Answer {
  const { redirect_uris } = JSON.parse(asked.body.toString()) as { redirect_uris?: string };
  if (redirect_uris !== 'urn:ietf:wg:oauth:2.0:oob') return refuse(422, 'Redirect URI must be given');
  const [client_id, client_secret] = [randomUUID(), randomUUID()];
  apps.set(client_id, client_secret);
  return fine({ id: '1', name: 'Answerable', client_id, client_secret });
}

function gives({ apps, codes, tokens }: DoubleState, asked: Asked): Answer {
  const said = JSON.parse(asked.body.toString()) as Record<string, string>;
  const code = codes.get(said.code ?? '');
  const isApp = apps.get(said.client_id ?? '') === said.client_secret;
  if (code === undefined || !isApp || code.app !== said.client_id)
    return { status: 400, body: { error: 'invalid_grant', error_description: 'The grant is invalid' } };
  codes.delete(said.code ?? '');
  const access_token = randomUUID();
  tokens.set(access_token, { person: code.person, rights: code.rights });
  return fine({ access_token, token_type: 'Bearer', scope: code.rights.join(' '), created_at: 1 });
}

/** A page of what is given newest first, and where it goes on. */
function page<T extends { id: string }>(asked: Asked, newestFirst: readonly T[]): Answer {
  const limit = Math.min(80, Number(asked.query.get('limit') ?? 20));
  const [below, above] = [
    asked.query.get('max_id'),
    asked.query.get('min_id') ?? asked.query.get('since_id'),
  ];
  const found = newestFirst.filter(
    ({ id }) =>
      (below === null || BigInt(id) < BigInt(below)) && (above === null || BigInt(id) > BigInt(above)),
  );
  const entries = found.slice(0, limit);
  const last = entries.at(-1);
  if (last === undefined || found.length <= limit) return fine(entries);
  const next = new URL(asked.address);
  next.searchParams.set('max_id', last.id);
  return fine(entries, next.toString());
}

function notifications({ street, options }: DoubleState, asked: Asked, us: Person): Answer {
  const types = asked.query.getAll('types[]');
  const told = (street.told.get(us.id) ?? []).filter(
    ({ type }) => types.length === 0 || types.includes(type),
  );
  return page(asked, told.toReversed().slice(0, options.shows));
}

function tagged({ street }: DoubleState, asked: Asked, _us: Person, tag: string): Answer {
  const found = street.statuses.filter(
    (one) => one.visibility === 'public' && one.tags.some(({ name }) => name === tag.toLowerCase()),
  );
  return page(asked, found.toReversed());
}

function search({ street, options }: DoubleState, asked: Asked): Answer {
  if (!options.searches) return notFound;
  const words = (asked.query.get('q') ?? '').replaceAll('"', '').toLowerCase();
  const statuses = street.statuses.filter(
    (one) => one.visibility === 'public' && one.typed.toLowerCase().includes(words),
  );
  return fine({ accounts: [], hashtags: [], statuses: statuses.slice(0, 40) });
}

function written({ street }: DoubleState, asked: Asked, us: Person, id: string): Answer {
  const theirs = street.statuses.filter((one) => one.account.id === id && street.maySee(one, us.id));
  return page(asked, theirs.toReversed());
}

function context({ street }: DoubleState, _asked: Asked, us: Person, id: string): Answer {
  const status = street.find(id);
  return status === undefined || !street.maySee(status, us.id) ? notFound : fine(street.context(id, us.id));
}

function shows({ street }: DoubleState, _asked: Asked, us: Person, id: string): Answer {
  const status = street.find(id);
  return status === undefined || !street.maySee(status, us.id) ? notFound : fine(status);
}

function showsSeveral({ street }: DoubleState, asked: Asked): Answer {
  const ids = asked.query.getAll('id[]');
  return fine(street.statuses.filter(({ id }) => ids.includes(id)));
}

function publishes({ street, options, keys }: DoubleState, asked: Asked, us: Person): Answer {
  const key = asked.headers['idempotency-key'];
  const before = typeof key === 'string' && options.keepsKeys ? keys.get(key) : undefined;
  if (before !== undefined) return fine(street.find(before) ?? {});
  const writing = JSON.parse(asked.body.toString()) as Writing;
  const counted = [...(writing.status ?? ''), ...(writing.spoiler_text ?? '')].length;
  if (counted === 0 && writing.media_ids === undefined)
    return refuse(422, "Validation failed: Text can't be blank");
  if (counted > options.most) return refuse(422, 'Validation failed: Text character limit exceeded');
  if (writing.in_reply_to_id !== undefined && street.find(writing.in_reply_to_id) === undefined)
    return refuse(404, 'The status you are trying to reply to does not appear to exist.');
  const status = street.write(us, writing);
  if (typeof key === 'string') keys.set(key, status.id);
  return fine(status);
}

function deletes({ street }: DoubleState, _asked: Asked, us: Person, id: string): Answer {
  const status = street.find(id);
  return status === undefined || status.account.id !== us.id ? notFound : fine(street.delete(id));
}

/** It is worked on for two looks. */
function uploads({ street }: DoubleState, asked: Asked): Answer {
  const id = street.nextId();
  const description = /name="description"\r\n\r\n([^\r]*)/.exec(asked.body.toString('utf8'))?.[1] ?? null;
  const url = `https://files.${domain}/${id}.png`;
  street.media.set(id, { looks: 2, entity: { id, type: 'image', url, description } });
  return { status: 202, body: { id, type: 'image', url: null, description } };
}

function worksOn({ street }: DoubleState, _asked: Asked, _us: Person, id: string): Answer {
  const media = street.media.get(id);
  if (media === undefined) return notFound;
  media.looks -= 1;
  return media.looks > 0 ? { status: 206, body: { id, url: null } } : fine(media.entity);
}

function looksUp({ street }: DoubleState, asked: Asked): Answer {
  const acct = (asked.query.get('acct') ?? '').replace(`@${domain}`, '');
  const found = street.people.find((one) => one.acct === acct);
  return found === undefined ? notFound : fine(found);
}

/** As Mastodon documents it: the account must be there, the comment at most a thousand characters, the category one of its own. */
function reports({ street }: DoubleState, asked: Asked): Answer {
  const said = JSON.parse(asked.body.toString()) as Omit<Report, 'comment'> & { comment?: string };
  const { comment = '' } = said;
  if (!street.people.some(({ id }) => id === said.account_id)) return notFound;
  if ([...comment].length > 1_000) return refuse(422, 'Validation failed: Comment is too long');
  if (!['spam', 'legal', 'violation', 'other'].includes(said.category))
    return refuse(422, 'Validation failed: Category is not included in the list');
  street.reports.push({ ...said, comment });
  return fine({ id: street.nextId(), action_taken: false, category: said.category, comment });
}
