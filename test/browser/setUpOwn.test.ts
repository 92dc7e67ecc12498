/** A system of the organisation's own is set up in a real browser: a secret that it does not share, the right one, what people bring through it. */
import { afterAll, beforeAll, it } from 'vitest';
import { buildChannels } from '../../src/channels/networks.ts';
import { secret } from '../../src/channels/own/fixtures/fixtures.ts';
import { signatureOf } from '../../src/domain/webhook.ts';
import { OwnSystem, wayOut } from '../factories/ownSystem.ts';
import {
  callWithJson,
  narrowPhone,
  openSetUpWorld,
  reached,
  SetUpWalk,
  type SetUpWorld,
} from '../factories/setUpWalk.ts';

const other = `whsec_${Buffer.from('another secret of thirty-two b..').toString('base64')}`;
let world: SetUpWorld;
let system: OwnSystem;

beforeAll(async () => {
  const tools = { fetch, now: () => new Date(), log: () => undefined, askOutside: wayOut(['127.0.0.1']) };
  [world, system] = await Promise.all([openSetUpWorld({ own: buildChannels(tools).own }), OwnSystem.open()]);
});
afterAll(async () => {
  await world?.close();
  await system?.close();
});

it('leads through it: a secret that is none, one that is not shared, no address for answers, the connection', async () => {
  const walk = await SetUpWalk.begin(world, 'Your own', narrowPhone, 'At your system');
  const address = reached(world, await walk.copied('Address for what people write'));
  await walk.type({ Name: 'Counters', Secret: 'abc', 'Address for answers': system.address });
  await walk.test('The secret must be "whsec_"');
  await walk.type({ Secret: other });
  await walk.test('Your system does not accept our signature.');
  await walk.type({ Secret: secret, 'Address for answers': '' });
  await walk.test('This account hears only');
  await walk.type({ 'Address for answers': system.address });
  await walk.test('Your system answers, and accepts our signature.');
  const bring = (id: string, text: string) => {
    const author = { id: '7', name: 'Amina Uwase' };
    const item = { id, thread: `talk-${id}`, author, text, at: new Date().toISOString() };
    const body = JSON.stringify({ version: 1, items: [item] });
    const at = Math.floor(Date.now() / 1_000);
    return callWithJson(address, body, {
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': signatureOf(secret, { id, at, body }),
    });
  };
  await bring('1', 'A trial from the counter');
  await walk.sees('A trial from the counter');
  await walk.looksRight('own');
  await walk.picture('own', 'https://counters.example.org/answers');
  await walk.connect('Counters');
  await bring('2', 'The counter in Remera was closed');
  await walk.becomesCase('The counter in Remera was closed');
  await walk.standsInList('Counters');
  await walk.end();
});
