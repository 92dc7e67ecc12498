/** The networks' doubles as the kills see them: how an account is set up, how people write there, what the double took, and what it tells by itself. */

import { secret as ownSecret } from '../../src/channels/own/fixtures/fixtures.ts';
import { signedHeaders } from '../../src/channels/own/signing.ts';
import { signatureOf as signatureOfTwilio } from '../../src/channels/sms/twilio/signature.ts';
import { contacts, message, request } from '../../src/channels/whatsapp/fixtures/requests.ts';
import { signatureOf as signatureOfMeta } from '../../src/channels/whatsapp/receive.ts';
import { apiKey, startAfricasTalking, username } from './africasTalkingDouble.ts';
import { OwnSystem } from './ownSystem.ts';
import { accountSid, authToken, startTwilio, number as twilioNumber } from './twilioDouble.ts';
import { app, business, phone, WhatsAppNetwork } from './whatsappNetwork.ts';
import { callProof } from './x/proofs.ts';
import { XDouble } from './x/xDouble.ts';

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
  return {
    name: 'your own channel',
    network: 'own',
    mode: 'direct',
    address: new URL(system.address).origin,
    sends: (method) => method === 'POST',
    fields: (address) => ({ name: 'Counters', secret: ownSecret, address: `${address}/answers` }),
    write: (hook, n) => {
      const author = { id: `p${n}`, name: `Person ${n}` };
      const item = { id: `i${n}`, author, text: `Dry in street ${n}.`, at: new Date() };
      const body = JSON.stringify({ version: 1, items: [item] });
      return post(hook, body, { ...asJson, ...signedHeaders(ownSecret, `m${n}`, body, new Date()) });
    },
    taken: () => [...system.taken.values()].map(({ text }) => text),
    findsOut: true,
    keyed: true,
    close: () => system.close(),
  };
}

export async function whatsappNetwork(): Promise<KilledNetwork> {
  const net = await WhatsAppNetwork.open();
  const at = () => String(Math.floor(Date.now() / 1000));
  const bring = (hook: string, value: Record<string, unknown>) => {
    const body = JSON.stringify(request(value));
    const headers = { ...asJson, 'x-hub-signature-256': signatureOfMeta(app.secret, Buffer.from(body)) };
    return post(hook, body, headers);
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
    write: (hook, n) => {
      const from = numbered(n).slice(1);
      const text = { body: `Dry in street ${n}.` };
      return bring(hook, {
        contacts: [{ ...contacts[0], profile: { name: `Person ${n}` }, wa_id: from }],
        messages: [message({ from, id: `wamid.in.${n}`, timestamp: at(), text })],
      });
    },
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

export async function xNetwork(): Promise<KilledNetwork> {
  const double = await new XDouble().open();
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
    write: (hook, n) => {
      const author = double.world.person(`person_${n}`, { id: String(5_000 + n) });
      const one = double.world.write(author, `@${double.us.username} dry in street ${n}`);
      const [type, payload] = ['post.mention.create', double.world.postView(one)];
      const includes = double.world.includes([one]);
      const about = { event_uuid: String(n), filter: { user_id: double.us.id }, event_type: type };
      const body = JSON.stringify({ data: { ...about, payload, includes } });
      const proof = callProof(double.keys.consumerSecret, body);
      return post(hook, body, { ...asJson, 'x-twitter-webhooks-signature': proof });
    },
    taken: () => double.world.posts.filter(({ author }) => author === double.us.id).map(({ text }) => text),
    findsOut: true,
    keyed: false,
    close: () => double.close(),
  };
}

export async function twilioNetwork(): Promise<KilledNetwork> {
  const double = await startTwilio();
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
    write: (hook, n) => {
      const address = `${hook}/messages`;
      const sid = `SM${n.toString(16).padStart(32, 'f')}`;
      const fields = { MessageSid: sid, From: numbered(n), To: twilioNumber, Body: `Dry in street ${n}.` };
      const signature = signatureOfTwilio(authToken, address, fields);
      const headers = { ...asForm, 'x-twilio-signature': signature };
      return post(address, new URLSearchParams(fields).toString(), headers);
    },
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
  return {
    name: "SMS by Africa's Talking",
    network: 'sms',
    mode: 'direct',
    address: double.address,
    sends: (method, path) => method === 'POST' && path.endsWith('/messaging'),
    fields: (api) => ({
      ...{ provider: 'africastalking', number: shortCode, prefix: '250', username, apiKey, api },
    }),
    write: (hook, n) => {
      const fields = { id: `in-${n}`, from: numbered(n), to: shortCode, text: `Dry in street ${n}.` };
      return post(`${hook}/messages`, new URLSearchParams(fields).toString(), asForm);
    },
    taken: () => double.sent.map(({ message }) => message),
    findsOut: false,
    keyed: false,
    close: () => double.close(),
  };
}
