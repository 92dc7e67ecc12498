/** Fifty accounts on the networks that can be had here, connected as a desk connects them, and somebody who writes to each. */
import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connected } from '../../src/channels/connecting.ts';
import { buildChannels } from '../../src/channels/networks.ts';
import type { Network } from '../../src/domain/network.ts';
import { addAccount } from '../../src/storage/accounts.ts';
import type { Storage } from '../../src/storage/database.ts';
import { receivingAddresses } from '../../src/storage/receivingAddress.ts';
import type { MasterKey } from '../../src/storage/secrets.ts';
import { app, firstToken, WhatsAppNetwork } from '../../test/factories/whatsappNetwork.ts';
import { XDouble } from '../../test/factories/x/xDouble.ts';
import { startMastodonDouble } from '../../test/servers/mastodon/startDouble.ts';
import { password, startSmsc, systemId } from '../../test/servers/smsc.ts';
import { startBluesky } from '../../test/servers/startBluesky.ts';

const channels = buildChannels({ fetch, now: () => new Date(), log: () => undefined });
const words = (n: number) => `no water in house ${n} of our street since Monday, and nobody answers`;

/** One account, before it is connected, and how somebody writes to it. */
interface Street {
  network: Network;
  account: Connected;
  /** Where the network calls, known once it is connected. */
  calledAt?: (address: string) => void;
  write(n: number): Promise<void> | void;
  isListened(): boolean;
}
type Part = { streets: Street[]; close(): Promise<void> };

export interface Desk {
  organisationId: number;
  institutionId: string;
  key: MasterKey;
  /** Where the program listens. */
  address: string;
}

export interface Fifty {
  /** What they are, for the head of the table. */
  what: string;
  untilListening(): Promise<void>;
  /** One post to each; answers how many that were. */
  writeToAll(): Promise<number>;
  close(): Promise<void>;
}

export async function connectFifty(storage: Storage, desk: Desk): Promise<Fifty> {
  const skies = await onBluesky(8);
  const parts = [
    skies,
    await onMastodon(22 - skies.streets.length),
    ...(await Promise.all([...Array(10).keys()].map(onSmpp))),
    ...(await Promise.all([...Array(10).keys()].map(onX))),
    ...(await Promise.all([...Array(8).keys()].map(onWhatsapp))),
  ];
  const streets = parts.flatMap((part) => part.streets);
  const addresses = receivingAddresses(desk.key);
  for (const { account, network, calledAt } of streets) {
    const { organisationId, institutionId, key } = desk;
    const { networkId, handle, name, settings, secret, lacks } = account;
    const row = { institutionId, network, networkId, handle, name, settings, secret, lacks, at: new Date() };
    const accountId = await storage.inOrganisation(organisationId, (tx) =>
      addAccount(tx, key, organisationId, row),
    );
    if (accountId === null) throw new Error(`${handle} is connected already`);
    calledAt?.(`${desk.address}/in/${addresses.tokenOf({ organisationId, accountId, turn: 0 })}`);
  }
  const counts = Map.groupBy(streets, ({ network }) => network);
  let n = 0;
  return {
    what: [...counts].map(([network, those]) => `${those.length} ${network}`).join(', '),
    untilListening: () => untilListening(streets),
    writeToAll: async () => {
      await Promise.all(streets.map((street) => street.write(n++)));
      return streets.length;
    },
    close: async () => {
      await Promise.all(parts.map((part) => part.close()));
    },
  };
}

async function untilListening(streets: readonly Street[]): Promise<void> {
  const until = performance.now() + 60_000;
  while (!streets.every((street) => street.isListened())) {
    if (performance.now() > until) {
      const deaf = streets.filter((street) => !street.isListened()).map(({ account }) => account.handle);
      throw new Error(`not listened to after a minute: ${deaf.join(', ')}`);
    }
    await pause(200);
  }
  // A stream that is open begins from its cursor; whoever asks has asked once.
  await pause(5_000);
}

async function connected(network: Network, typed: Record<string, string>): Promise<Connected> {
  const made = await channels[network].connect?.try(typed);
  if (made === undefined) throw new Error(`${network} cannot be connected by hand`);
  return made;
}

/** The real servers, by Jetstream; nobody there where they are not installed. */
async function onBluesky(count: number): Promise<Part> {
  const net = await startBluesky();
  if (net === null) return { streets: [], close: async () => undefined };
  const writer = await net.createAccount({ handle: 'amina' });
  const streets: Street[] = [];
  for (let at = 0; at < count; at++) {
    const house = await net.createAccount({ handle: `care${at}` });
    const typed = {
      handle: house.handle,
      password: await house.appPassword('bench', true),
      server: net.pds,
      stream: net.jetstream,
      appview: 'none',
      chat: net.chat.did,
    };
    streets.push({
      network: 'bluesky',
      account: await connected('bluesky', typed),
      write: async (n) => {
        await writer.post(`@${house.handle} ${words(n)}`, { mentions: [house] });
      },
      isListened: () => true,
    });
  }
  return { streets, close: () => net.stop() };
}

async function onMastodon(count: number): Promise<Part> {
  const double = await startMastodonDouble({});
  const amina = double.street.add('amina', 'far.example');
  const streets: Street[] = [];
  for (let at = 0; at < count; at++) {
    const house = double.street.add(`care${at}`);
    streets.push({
      network: 'mastodon',
      account: await connected('mastodon', { server: double.address, token: double.token(house) }),
      write: (n) => void double.street.write(amina, { status: `@care${at} ${words(n)}` }),
      isListened: () => double.streams() >= count,
    });
  }
  return { streets, close: () => double.close() };
}

async function onSmpp(at: number): Promise<Part> {
  const smsc = await startSmsc();
  const number = `+2507880001${String(at).padStart(2, '0')}`;
  const typed = {
    provider: 'smpp',
    number,
    prefix: '250',
    host: '127.0.0.1',
    port: String(smsc.port),
    systemId,
    password,
  };
  const street: Street = {
    network: 'sms',
    account: await connected('sms', typed),
    write: (n) => smsc.deliver({ from: `25078833${String(n).padStart(4, '0')}`, to: number, text: words(n) }),
    isListened: () => smsc.listeners() > 0,
  };
  return { streets: [street], close: () => smsc.close() };
}

async function onX(at: number): Promise<Part> {
  const double = await new XDouble(undefined, `11111111111111111${String(at).padStart(2, '0')}`).open();
  double.world.step = BigInt(at) * 100_000n;
  double.streams.beatEvery(10_000);
  const kofi = double.world.person('kofi', { id: '900', name: 'Kofi' });
  const { consumerKey, consumerSecret, accessToken, accessSecret, bearer } = double.keys;
  const typed = {
    signing: 'oauth1',
    hearing: at % 2 === 0 ? 'mentions' : 'activity',
    pollSeconds: '5',
    server: double.address,
    watching: 'none',
    ...{ consumerKey, consumerSecret, accessToken, accessSecret, bearer },
  };
  const street: Street = {
    network: 'x',
    account: await connected('x', typed),
    write: (n) => double.published(double.world.write(kofi, `@water_care ${words(n)}`)),
    isListened: () => at % 2 === 0 || double.streams.count('activity') > 0,
  };
  return { streets: [street], close: () => double.close() };
}

async function onWhatsapp(at: number): Promise<Part> {
  const network = await WhatsAppNetwork.open();
  network.phone = `1065403522429${String(at).padStart(2, '0')}`;
  let webhook = '';
  const street: Street = {
    network: 'whatsapp',
    account: {
      networkId: network.phone,
      handle: `+250 788 100 0${String(at).padStart(2, '0')}`,
      name: null,
      settings: { server: network.address },
      secret: { appSecret: app.secret, token: firstToken },
      lacks: [],
    },
    calledAt: (address) => {
      webhook = address;
    },
    write: async (n) => {
      const body = messageTo(network.phone, `${at}-${n}`, n);
      const signature = createHmac('sha256', app.secret).update(body).digest('hex');
      const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
      const answer = await fetch(webhook, { method: 'POST', headers, body });
      if (answer.status !== 200) throw new Error(`WhatsApp was answered ${answer.status}`);
    },
    isListened: () => network.asked.length > 0,
  };
  return { streets: [street], close: () => network.close() };
}

function messageTo(phone: string, id: string, n: number): string {
  const from = `2507881${String(n % 20_000).padStart(5, '0')}`;
  const text = { body: words(n) };
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '250788000001', phone_number_id: phone },
    contacts: [{ profile: { name: 'Amina B.' }, wa_id: from }],
    messages: [{ from, id: `wamid.${id}`, timestamp, type: 'text', text }],
  };
  const entry = [{ id: '419561257915477', changes: [{ field: 'messages', value }] }];
  return JSON.stringify({ object: 'whatsapp_business_account', entry });
}
