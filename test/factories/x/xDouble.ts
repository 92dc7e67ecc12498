/**
 * The double of X: a small HTTP server that judges every request and its own answers by X's description (where that is there), checks signatures and tokens, plays X's
 * faults, and bills each request by a price list of its own.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bill, billedEvent } from './bill.ts';
import { readDescription } from './description.ts';
import { type AppKeys, callProof, challengeOf, isSignedByKeys } from './proofs.ts';
import { type Answer, matches, messages, problem, search, timeline } from './reads.ts';
import { Streams } from './streams.ts';
import { changeSubscriptions, changeWebhooks } from './subscribing.ts';
import { type Person, type Post, type Rule, World } from './world.ts';
import { changeRules, hide, media, mediaStatus, message, post, remove } from './writes.ts';

export interface Asked {
  method: string;
  path: string;
  query: Record<string, string>;
  json: unknown;
  as: 'account' | 'app' | 'nobody';
}

const spare = (): AppKeys => ({
  consumerKey: 'key',
  consumerSecret: 'secret of the app',
  accessToken: 'token',
  accessSecret: 'secret of the account',
  bearer: 'app bearer',
  clientId: 'client',
  clientSecret: 'secret of the client',
});

export class XDouble {
  readonly world = new World();
  readonly bill = new Bill();
  readonly streams = new Streams();
  readonly keys = spare();
  readonly us: Person;
  /** Everything that was asked, in its order. */
  readonly asked: Asked[] = [];
  /** What broke the description: requests of ours, and answers of the double. */
  readonly wrong: string[] = [];
  readonly judge = readDescription();
  enterprise = false;
  /** `read`, `read-write` or `read-write-directmessages`. */
  level = 'read-write-directmessages';
  revoked = false;
  /** Access tokens of OAuth 2, and when they end; refresh tokens are good for once. */
  readonly access = new Map<string, number>();
  readonly refresh = new Set<string>();
  consent: { code: string; challenge: string } | null = null;
  /** The way to an address that X was given: here its name may be known to nobody. */
  reach = (address: string): string => address;
  /** Paths that answer 429 once, with the time. */
  #limited: { path: RegExp; until: Date } | null = null;
  #cut: RegExp | null = null;
  #server: Server;

  constructor(server: Server = createServer(), id = '1111111111111111111') {
    this.us = this.world.person('water_care', { id, name: 'Water Care' });
    this.#server = server;
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  limitNext(path: RegExp, until: Date): void {
    this.#limited = { path, until };
  }

  /** The next request there is done, and the connection is cut before its answer. */
  cutNext(path: RegExp): void {
    this.#cut = path;
  }

  /** Tokens of OAuth 2 as a person's permission would give them. */
  grant(seconds = 7200): { access: string; refresh: string; ends: string } {
    const [access, refresh] = [randomBytes(8).toString('hex'), randomBytes(8).toString('hex')];
    const ends = this.world.now().getTime() + seconds * 1000;
    this.access.set(access, ends);
    this.refresh.add(refresh);
    return { access, refresh, ends: String(ends) };
  }

  /** Tells streams and webhooks of a post: whoever subscribed to it or has a rule for it. */
  async published(one: Post): Promise<void> {
    const rules = this.world.rules.filter((rule) => matches(this.world, one, rule.value));
    if (rules.length > 0 && this.streams.count('filtered') > 0) this.#stream(one, rules);
    for (const type of this.eventsOf(one))
      await this.tell(type, this.world.postView(one), this.world.includes([one]));
  }

  #stream(one: Post, rules: Rule[]): void {
    this.bill.addOnce('postsRead', one.id, this.world.now());
    const line = {
      data: this.world.postView(one),
      includes: this.world.includes([one]),
      matching_rules: rules.map(({ id, tag }) => ({ id, tag })),
    };
    this.#judgeAnswer('GET', '/2/tweets/search/stream', 200, line);
    this.streams.write('filtered', line);
  }

  eventsOf(one: Post): string[] {
    const { us, world } = this;
    if (one.author === us.id) return ['post.create'];
    const of = (id: string | null) => world.find(id)?.author === us.id;
    const types: string[] = [];
    if (world.namesOf(one.text).some(({ id }) => id === us.id)) types.push('post.mention.create');
    if (of(one.answers)) types.push('post.reply.create');
    if (of(one.quotes)) types.push('post.quote.create');
    return types;
  }

  /** An event of the X Activity API, to whom it is subscribed; billed where X bills it. */
  async tell(type: string, payload: unknown, includes: unknown = {}): Promise<Response | null> {
    const subscribed = this.world.subscriptions.filter((one) => one.type === type);
    if (subscribed.length === 0) return null;
    const uuid = this.world.newId();
    const item = billedEvent(type);
    if (item !== null) this.bill.addOnce(item, `event ${uuid}`, this.world.now());
    const data = {
      event_uuid: uuid,
      filter: { user_id: this.us.id },
      event_type: type,
      tag: subscribed[0]?.tag,
      payload,
      includes,
    };
    if (subscribed.some(({ webhookId }) => webhookId === null)) this.streams.write('activity', { data });
    const called = this.world.webhooks.find(({ id }) => subscribed.some(({ webhookId }) => webhookId === id));
    return called === undefined ? null : this.call(called.url, { data });
  }

  /** Calls an address as X calls it. */
  call(url: string, body: unknown, secret = this.keys.consumerSecret): Promise<Response> {
    const text = JSON.stringify(body);
    const headers = {
      'content-type': 'application/json',
      'x-twitter-webhooks-signature': callProof(secret, text),
    };
    return fetch(this.reach(url), { method: 'POST', body: text, headers });
  }

  /** X asks an address to prove that it knows the app's secret. */
  async challenge(url: string): Promise<boolean> {
    const token = randomBytes(12).toString('base64url');
    const answer = await fetch(`${this.reach(url)}?crc_token=${token}`);
    const said = (await answer.json().catch(() => ({}))) as { response_token?: string };
    return said.response_token === callProof(this.keys.consumerSecret, token);
  }

  async close(): Promise<void> {
    this.streams.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const secure = 'encrypted' in request.socket;
    const address = new URL(request.url ?? '/', `${secure ? 'https' : 'http'}://${request.headers.host}`);
    const isForm = String(request.headers['content-type']).includes('urlencoded');
    const form = new URLSearchParams(isForm ? body : '');
    const json = isForm || body === '' ? undefined : (JSON.parse(body) as unknown);
    const method = request.method ?? 'GET';
    const as = this.#whoAsks(String(request.headers.authorization ?? ''), method, address, form);
    this.asked.push({
      method,
      path: address.pathname,
      query: Object.fromEntries(address.searchParams),
      json,
      as,
    });
    const answer = await this.#answered({ method, address, form, json, as, response });
    if (answer === null) return;
    if (this.#cut?.test(address.pathname) === true) {
      this.#cut = null;
      request.socket.destroy();
      return;
    }
    this.#judgeAnswer(method, address.pathname, answer.status, answer.body);
    const headers = {
      'content-type': 'application/json',
      ...this.#limits(answer),
      'x-access-level': this.level,
    };
    response.writeHead(answer.status, headers).end(JSON.stringify(answer.body));
  }

  #limits(answer: Answer): Record<string, string> {
    const until = this.#limited?.until ?? new Date(this.world.now().getTime() + 900_000);
    const left = answer.status === 429 ? 0 : 400;
    if (answer.status === 429) this.#limited = null;
    const reset = String(Math.floor(until.getTime() / 1000));
    return {
      'x-rate-limit-limit': '450',
      'x-rate-limit-remaining': String(left),
      'x-rate-limit-reset': reset,
    };
  }

  #whoAsks(header: string, method: string, address: URL, form: URLSearchParams): Asked['as'] {
    if (this.revoked && !header.startsWith('Basic')) return 'nobody';
    if (header.startsWith('OAuth '))
      return isSignedByKeys(header, method, address, form, this.keys) ? 'account' : 'nobody';
    if (header === `Bearer ${this.keys.bearer}`) return 'app';
    const ends = this.access.get(header.slice('Bearer '.length));
    return ends !== undefined && ends > this.world.now().getTime() ? 'account' : 'nobody';
  }

  #judgeAnswer(method: string, path: string, status: number, body: unknown): void {
    if (path === '/2/oauth2/token') return;
    // X answers 201 where its description says 200 (rules), and leaves out empty lists.
    const said = status === 201 && path.endsWith('/rules') ? 200 : status;
    for (const fault of this.judge?.answer(method, path, said, body) ?? [])
      this.wrong.push(`answer ${method} ${path}: ${fault}`);
  }

  async #answered(what: {
    method: string;
    address: URL;
    form: URLSearchParams;
    json: unknown;
    as: Asked['as'];
    response: ServerResponse;
  }): Promise<Answer | null> {
    const { method, address, form, json, as, response } = what;
    const path = address.pathname;
    // X's own page asks for a form; the clients of others send JSON, and X takes it.
    if (path === '/2/oauth2/token')
      return this.#tokens(json === undefined ? form : new URLSearchParams(json as Record<string, string>));
    if (as === 'nobody') return problem(401, 'about:blank', 'Unauthorized');
    if (this.#limited?.path.test(path) === true) return problem(429, 'about:blank', 'Too Many Requests');
    const faults = this.judge?.request(method, address, json) ?? [];
    if (faults.length > 0) {
      this.wrong.push(`request ${method} ${path}: ${faults.join('; ')}`);
      return problem(400, 'invalid-request', faults.join('; '));
    }
    if (method === 'GET' && /^\/2\/(tweets\/search|activity)\/stream$/.test(path))
      return this.#openStream(path, as, response);
    return as === 'app'
      ? this.#asApp(method, path, address, json)
      : this.#asAccount(method, path, address, json);
  }

  #openStream(path: string, as: Asked['as'], response: ServerResponse): Answer | null {
    const kind = path.startsWith('/2/activity') ? 'activity' : 'filtered';
    if (as !== 'app') return problem(403, 'unsupported-authentication', 'Streams are for the app.');
    if (kind === 'filtered' && this.world.rules.length === 0)
      return problem(409, 'streaming-connection', 'There are no rules.');
    this.streams.open(kind, response);
    return null;
  }

  #tokens(form: URLSearchParams): Answer {
    const no = {
      status: 400,
      body: { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' },
    };
    if (this.revoked) return no;
    if (form.get('grant_type') === 'refresh_token') {
      const old = form.get('refresh_token') ?? '';
      if (!this.refresh.delete(old)) return no;
    } else if (
      this.consent?.code !== form.get('code') ||
      this.consent?.challenge !== challengeOf(form.get('code_verifier') ?? '')
    )
      return no;
    const { access, refresh } = this.grant();
    const scope = 'tweet.read tweet.write users.read dm.read dm.write media.write offline.access';
    return {
      status: 200,
      body: { token_type: 'bearer', expires_in: 7200, access_token: access, refresh_token: refresh, scope },
    };
  }

  #reading(address: URL) {
    return { world: this.world, bill: this.bill, us: this.us.id, query: address.searchParams };
  }

  async #asApp(method: string, path: string, address: URL, json: unknown): Promise<Answer> {
    const { world } = this;
    const body = (json ?? {}) as Record<string, unknown>;
    if (path === '/2/tweets/search/recent') return search(this.#reading(address));
    if (path === '/2/tweets/search/stream/rules')
      return method === 'POST'
        ? changeRules(body, world)
        : { status: 200, body: { data: world.rules, meta: { sent: world.now().toISOString() } } };
    if (path === '/2/usage/tweets')
      return { status: 200, body: { data: { project_cap: 3_000_000, project_usage: 1234 } } };
    if (path.startsWith('/2/webhooks'))
      return changeWebhooks(method, path, body, world, (url) => this.challenge(url));
    if (path.startsWith('/2/activity/subscriptions')) return changeSubscriptions(method, path, body, world);
    const own = /^\/2\/users\/(\d+)\/(mentions|tweets)$/.exec(path);
    if (own !== null)
      return timeline(own[2] === 'tweets' ? 'own' : 'mentions', own[1] ?? '', this.#reading(address));
    return problem(403, 'unsupported-authentication', 'This is not for the app alone.');
  }

  async #asAccount(method: string, path: string, address: URL, json: unknown): Promise<Answer> {
    const writing = {
      world: this.world,
      bill: this.bill,
      us: this.us.id,
      enterprise: this.enterprise,
      published: (one: Post) => void this.published(one),
    };
    const body = (json ?? {}) as Record<string, unknown>;
    const direct = /^\/2\/dm_conversations\/with\/(\d+)\/(messages|dm_events)$/.exec(path);
    const isMessage =
      direct !== null || path === '/2/dm_events' || /^(dm|chat)\./.test(String(body.event_type));
    if (isMessage && this.level !== 'read-write-directmessages')
      return problem(403, 'client-forbidden', 'Your app has no permission for direct messages.');
    if (direct !== null)
      return direct[2] === 'messages'
        ? message(direct[1] ?? '', String(body.text), writing)
        : messages(this.#reading(address), direct[1] ?? '');
    if (path === '/2/dm_events') return messages(this.#reading(address), null);
    if (method !== 'GET' && this.level === 'read')
      return problem(
        403,
        'oauth1-permissions',
        'Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.',
      );
    if (path === '/2/tweets') return post(body, writing);
    const toHide = /^\/2\/tweets\/(\d+)\/hidden$/.exec(path);
    if (method === 'PUT' && toHide !== null) return hide(toHide[1] ?? '', body.hidden === true, writing);
    if (method === 'DELETE' && path.startsWith('/2/tweets/'))
      return remove(path.slice('/2/tweets/'.length), writing);
    if (path === '/2/media/upload')
      return mediaStatus(address.searchParams.get('media_id') ?? '', this.world);
    if (path.startsWith('/2/media')) return media(path, body, writing);
    if (path === '/2/users/me') {
      this.bill.add('profile');
      return { status: 200, body: { data: this.world.personView(this.us) } };
    }
    return this.#asApp(method, path, address, json);
  }
}
