/** A WhatsApp number is set up in a real browser against our double of Meta: the address is asked, rights are read back, a test message goes out, people write. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contacts, message, request } from '../../src/channels/whatsapp/fixtures/requests.ts';
import { signatureOf } from '../../src/channels/whatsapp/receive.ts';
import {
  callWithJson,
  narrowPhone,
  openSetUpWorld,
  reached,
  SetUpWalk,
  type SetUpWorld,
} from '../factories/setUpWalk.ts';
import { app, business, firstToken, phone, WhatsAppNetwork } from '../factories/whatsappNetwork.ts';

let world: SetUpWorld;
let network: WhatsAppNetwork;

beforeAll(async () => {
  [world, network] = await Promise.all([openSetUpWorld({}), WhatsAppNetwork.open()]);
});
afterAll(async () => {
  await world?.close();
  await network?.close();
});

it('leads through it: a wrong token, a right that lacks, a test message, what people write, the connection', async () => {
  const walk = await SetUpWalk.begin(world, 'WhatsApp', narrowPhone);
  const address = reached(world, await walk.copied('Callback address'));
  await walk.type({
    'Id of the number': phone,
    'Id of the business account': business,
    Token: 'a wrong token',
    'Id of the app': app.id,
    'App secret': app.secret,
    Server: network.address,
  });
  await walk.test('Meta does not accept this token');
  const token = encodeURIComponent(await walk.copied('Verify token'));
  const asked = await fetch(
    `${address}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`,
  );
  expect(await asked.text()).toBe('1158201444');
  network.scopes = ['whatsapp_business_messaging'];
  await walk.type({ Token: firstToken });
  await walk.test('The token lacks whatsapp_business_management');
  network.scopes = ['whatsapp_business_messaging', 'whatsapp_business_management'];
  await walk.test('The number is +1 555-078-3881, Karoo Water.', 'The token has both rights.');
  await walk.sendTest('Telephone number', '+250 780 000 001');
  expect(network.published).toMatchObject([{ to: '250780000001', type: 'template' }]);
  const write = (text: string) => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const one = message({ id: `wamid.${randomUUID()}`, timestamp, text: { body: text } });
    const body = JSON.stringify(request({ contacts, messages: [one] }));
    return callWithJson(address, body, { 'x-hub-signature-256': signatureOf(app.secret, Buffer.from(body)) });
  };
  await write('TEST');
  await walk.sees('TEST');
  await walk.looksRight('whatsapp');
  await walk.picture('whatsapp');
  await walk.connect('+1 555-078-3881');
  await write('No water in Kimisagara since Monday.');
  await walk.becomesCase('No water in Kimisagara since Monday.');
  await walk.standsInList('+1 555-078-3881');
  await walk.end();
});
