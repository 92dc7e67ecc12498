/** The networks' doubles as kills and faults see them: how an account is set up, how people write there, what the double took, what it tells by itself, and how it refuses. */

import { secret as ownSecret } from '../../src/channels/own/fixtures/fixtures.ts';
import { signedHeaders } from '../../src/channels/own/signing.ts';
import { signatureOf as signatureOfTwilio } from '../../src/channels/sms/twilio/signature.ts';
import { contacts, message, request } from '../../src/channels/whatsapp/fixtures/requests.ts';
import { signatureOf as signatureOfMeta } from '../../src/channels/whatsapp/receive.ts';
import { apiKey, startAfricasTalking, username } from './africasTalkingDouble.ts';
import { OwnSystem } from './ownSystem.ts';
import { accountSid, answerWith, authToken, startTwilio, number as twilioNumber } from './twilioDouble.ts';
import { app, business, phone, WhatsAppNetwork } from './whatsappNetwork.ts';
import { callProof } from './x/proofs.ts';
import { XDouble } from './x/xDouble.ts';

/** It asks to wait for so many seconds by its own headers, knows the permission no more, or the permission may do this no more. */
export type Refusing = { wait: number } | 'expired' | 'revoked';

export interface KilledNetwork {
  name: string;
  network: 'own' | 'whatsapp' | 'x' | 'sms';
  mode: 'public' | 'direct';
  /** Where the double listens. */
  address: string;
  sends(method: string, path: string): boolean;
  /** What an admin types, with the address by which the double is reached. */
  fields(address: string): Record<string, string>;
  /** Somebody who never wrote before writes; `hooks` are the account's addresses, each ends as the network knows it. */
  write(hook: string, n: number): Promise<Response>;
  /** The same by somebody who is not the network. */
  forge(hook: string, n: number): Promise<Response>;
  /** The network's question whether we are here, and whether our answer is right; absent where it asks none. */
  challenge?(hook: string, verifyToken: string): Promise<boolean>;
  /** What the next request that sends meets. */
  refuse(how: Refusing): void;
  /** From here on it is as before. */
  mend(): void;
  /** Words of everything that the double took, in its order. */
  taken(): string[];
  /** Everything that the double took is found out without a person, by asking or by being told. */
  findsOut: boolean;
  /** Nothing is left to a person: what the double has not is sent again by itself, under its key. */
  keyed: boolean;
  /** What the network calls with of what it took; answers whether it was heard. */
  tell?(hook: string): Promise<void>;
  close(): Promise<void>;
}

const asJson = { 'content-type': 'application/json' };
const asForm = { 'content-type': 'application/x-www-form-urlencoded' };
const post = (address: string, body: string, headers: Record<string, string>) =>
  fetch(address, { method: 'POST', body, headers });
const numbered = (n: number): string => `+2507881${String(n).padStart(5, '0')}`;

export async function ownNetwork(): Promise<KilledNetwork> {
  const system = await OwnSystem.open();
  const bring = (hook: string, n: number, secret: string) => {
    const author = { id: `p${n}`, name: `Person ${n}` };
    const item = { id: `i${n}`, author, text: `Dry in street ${n}.`, at: new Date() };
    const body = JSON.stringify({ version: 1, items: [item] });
    return post(hook, body, { ...asJson, ...signedHeaders(secret, `m${n}`, body, new Date()) });
  };
  return {
    name: 'your own channel',
    network: 'own',
    mode: 'direct',
    address: new URL(system.address).origin,
    sends: (method) => method === 'POST',
    fields: (address) => ({ name: 'Counters', secret: ownSecret, address: `${address}/answers` }),
    write: (hook, n) => bring(hook, n, ownSecret),
    forge: (hook, n) => bring(hook, n, `whsec_${Buffer.alloc(32).toString('base64')}`),
    refuse: (how) => {
      const status = how === 'expired' ? 401 : how === 'revoked' ? 403 : 429;
      const headers: Record<string, string> =
        typeof how === 'string' ? {} : { 'retry-after': String(how.wait) };
      system.faults.push({ status, headers });
    },
    mend: () => undefined,
    taken: () => [...system.taken.values()].map(({ text }) => text),
    findsOut: true,
    keyed: true,
    close: () => system.close(),
  };
}

export async function whatsappNetwork(): Promise<KilledNetwork> {
  const net = await WhatsAppNetwork.open();
  const at = () => String(Math.floor(Date.now() / 1000));
  const bring = (hook: string, value: Record<string, unknown>, secret = app.secret) => {
    const body = JSON.stringify(request(value));
    const headers = { ...asJson, 'x-hub-signature-256': signatureOfMeta(secret, Buffer.from(body)) };
    return post(hook, body, headers);
  };
  const written = (n: number) => {
    const from = numbered(n).slice(1);
    const text = { body: `Dry in street ${n}.` };
    return {
      contacts: [{ ...contacts[0], profile: { name: `Person ${n}` }, wa_id: from }],
      messages: [message({ from, id: `wamid.in.${n}`, timestamp: at(), text })],
    };
  };
  let told = 0;
  return {
    name: 'WhatsApp',
    network: 'whatsapp',
    mode: 'direct',
    address: net.address,
    sends: (method, path) => method === 'POST' && path.endsWith('/messages'),
    fields: (server) => ({
      ...{ phoneNumberId: phone, businessAccountId: business, appId: app.id, server },
      ...{ token: net.token, appSecret: app.secret },
    }),
    write: (hook, n) => bring(hook, written(n)),
    forge: (hook, n) => bring(hook, written(n), 'guessed'),
    async challenge(hook, verifyToken) {
      const asked = `hub.mode=subscribe&hub.verify_token=${verifyToken}&hub.challenge=4711`;
      return (await (await fetch(`${hook}?${asked}`)).text()) === '4711';
    },
    refuse: (how) => {
      const [status, code, words]: [number, number, string] =
        how === 'expired'
          ? [401, 190, 'Error validating access token: Session has expired.']
          : how === 'revoked'
            ? [403, 10, 'Application does not have permission for this action']
            : [429, 130429, 'Rate limit hit'];
      // Meta names whole minutes, in a header of its own.
      const minutes = typeof how === 'string' ? 0 : Math.ceil(how.wait / 60);
      const used = JSON.stringify({ [business]: [{ estimated_time_to_regain_access: minutes }] });
      const headers = { 'x-business-use-case-usage': used };
      net.fail('messages', { kind: 'refuse', status, code, message: words, headers });
    },
    mend: () => undefined,
    taken: () => net.published.map(({ text }) => text),
    findsOut: true,
    keyed: false,
    async tell(hook) {
      const next = net.published[told];
      if (next === undefined) return;
      const more = { timestamp: at(), recipient_id: next.to, biz_opaque_callback_data: next.key };
      const status = { id: next.id, status: 'sent', ...more };
      // Twice, as Meta does now and then.
      const answers = [await bring(hook, { statuses: [status] }), await bring(hook, { statuses: [status] })];
      if (answers.every(({ ok }) => ok)) told += 1;
    },
    close: () => net.close(),
  };
}

export async function xNetwork(now?: () => Date): Promise<KilledNetwork> {
  const double = await new XDouble().open();
  if (now !== undefined) double.world.now = now;
  const written = new Map<number, string>();
  const bodyOf = (n: number): string => {
    const author = double.world.person(`person_${n}`, { id: String(5_000 + n) });
    const one = double.world.write(author, `@${double.us.username} dry in street ${n}`);
    const type = 'post.mention.create';
    const about = { event_uuid: String(n), filter: { user_id: double.us.id }, event_type: type };
    const [payload, includes] = [double.world.postView(one), double.world.includes([one])];
    return JSON.stringify({ data: { ...about, payload, includes } });
  };
  const bring = (hook: string, n: number, secret: string) => {
    // Called again it is the same post.
    const body = written.get(n) ?? bodyOf(n);
    written.set(n, body);
    return post(hook, body, { ...asJson, 'x-twitter-webhooks-signature': callProof(secret, body) });
  };
  return {
    name: 'X',
    network: 'x',
    mode: 'public',
    address: double.address,
    sends: (method, path) => method === 'POST' && path === '/2/tweets',
    fields: (server) => {
      const { consumerKey, consumerSecret, accessToken, accessSecret } = double.keys;
      return { consumerKey, consumerSecret, accessToken, accessSecret, server };
    },
    write: (hook, n) => bring(hook, n, double.keys.consumerSecret),
    forge: (hook, n) => bring(hook, n, 'guessed'),
    challenge: (hook) => double.challenge(hook),
    refuse: (how) => {
      if (how === 'expired') double.revoked = true;
      else if (how === 'revoked') double.level = 'read';
      else double.limitNext(/^\/2\/tweets$/, new Date(double.world.now().getTime() + how.wait * 1_000));
    },
    mend: () => {
      double.revoked = false;
      double.level = 'read-write-directmessages';
    },
    taken: () => double.world.posts.filter(({ author }) => author === double.us.id).map(({ text }) => text),
    findsOut: true,
    keyed: false,
    close: () => double.close(),
  };
}

export async function twilioNetwork(): Promise<KilledNetwork> {
  const double = await startTwilio();
  const bring = (hook: string, n: number, token: string) => {
    const address = `${hook}/messages`;
    const sid = `SM${n.toString(16).padStart(32, 'f')}`;
    const fields = { MessageSid: sid, From: numbered(n), To: twilioNumber, Body: `Dry in street ${n}.` };
    const headers = { ...asForm, 'x-twilio-signature': signatureOfTwilio(token, address, fields) };
    return post(address, new URLSearchParams(fields).toString(), headers);
  };
  return {
    name: 'SMS by Twilio',
    network: 'sms',
    mode: 'direct',
    address: double.address,
    sends: (method, path) => method === 'POST' && path.endsWith('/Messages.json'),
    fields: (api) => ({
      provider: 'twilio',
      number: twilioNumber,
      prefix: '250',
      accountSid,
      authToken,
      api,
    }),
    write: (hook, n) => bring(hook, n, authToken),
    forge: (hook, n) => bring(hook, n, 'guessed'),
    refuse: (how) => {
      double.next = (response) => {
        if (how === 'expired') answerWith(response, 401, { code: 20003, message: 'Authenticate' });
        else if (how === 'revoked') answerWith(response, 403, { code: 20403, message: 'Forbidden' });
        else response.writeHead(429, { 'retry-after': String(how.wait) }).end('{"code":20429}');
      };
    },
    mend: () => undefined,
    taken: () => double.messages.map(({ body }) => body),
    findsOut: true,
    keyed: false,
    close: () => double.close(),
  };
}

/** Another number than the one at Twilio: one desk has both. */
const shortCode = '+250788000300';

export async function africasTalkingNetwork(): Promise<KilledNetwork> {
  const double = await startAfricasTalking();
  const bring = (hook: string, n: number) => {
    const fields = { id: `in-${n}`, from: numbered(n), to: shortCode, text: `Dry in street ${n}.` };
    return post(`${hook}/messages`, new URLSearchParams(fields).toString(), asForm);
  };
  return {
    name: "SMS by Africa's Talking",
    network: 'sms',
    mode: 'direct',
    address: double.address,
    sends: (method, path) => method === 'POST' && path.endsWith('/messaging'),
    fields: (api) => ({
      ...{ provider: 'africastalking', number: shortCode, prefix: '250', username, apiKey, api },
    }),
    write: bring,
    // It signs nothing: whoever does not know the secret address is refused.
    forge: (hook, n) =>
      bring(
        hook.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
        n,
      ),
    refuse: (how) => {
      double.next = (response) => {
        const wrong = 'The supplied authentication is invalid';
        if (typeof how !== 'string') response.writeHead(429, { 'retry-after': String(how.wait) }).end();
        else response.writeHead(how === 'expired' ? 401 : 403, { 'content-type': 'text/plain' }).end(wrong);
      };
    },
    mend: () => undefined,
    taken: () => double.sent.map(({ message }) => message),
    findsOut: false,
    keyed: false,
    close: () => double.close(),
  };
}
