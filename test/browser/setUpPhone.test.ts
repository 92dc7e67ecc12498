/** A telephone line is set up in a real browser, its network is played: a wrong key, no key, the app that answers, a call that comes round, the first caller. */
import { afterAll, beforeAll, it } from 'vitest';
import {
  type AfricasTalkingDouble,
  apiKey,
  startAfricasTalking,
  username,
} from '../factories/africasTalkingDouble.ts';
import { playCall } from '../factories/africasTalkingVoice.ts';
import {
  callWithForm,
  narrowPhone,
  openSetUpWorld,
  reached,
  SetUpWalk,
  type SetUpWorld,
} from '../factories/setUpWalk.ts';

const line = '+254711082000';
let world: SetUpWorld;
let network: AfricasTalkingDouble;

beforeAll(async () => {
  [world, network] = await Promise.all([openSetUpWorld({}), startAfricasTalking()]);
});
afterAll(async () => {
  await world?.close();
  await network?.close();
});

it('leads through it: no number, a wrong key, no key, a call that comes round, the connection', async () => {
  const walk = await SetUpWalk.begin(world, 'Telephone', narrowPhone);
  const address = reached(world, await walk.copied('Voice callback'));
  await walk.type({ 'Number of the line': '0711', Server: network.address });
  await walk.test('"0711" is no telephone number with its country code');
  await walk.type({
    'Number of the line': line,
    Languages: 'en, sw',
    'Name of the app': username,
    'API key': 'wrong',
  });
  await walk.test('Africa’s Talking does not accept this name and key.');
  await walk.type({ 'Name of the app': '' });
  await walk.test('Without the name of the app and its key nobody can ask');
  await walk.type({ 'Name of the app': username, 'API key': apiKey });
  await walk.test('The app answers. Its balance is KES 120.5000.', `Call ${line} and hang up.`);
  const call = (session: string, from: string) =>
    playCall(
      { session, from, to: line, starts: new Date(), key: '1' },
      async (form) => (await callWithForm(address, form)).text,
    );
  await call('trial', '+254700000700');
  await walk.page.getByLabel('Came round').first().waitFor();
  await walk.looksRight('phone');
  await walk.picture('phone');
  await walk.connect(line);
  await call('first', '+254700000701');
  await walk.becomesCase('+254 700 000 701');
  await walk.standsInList(line);
  await walk.end();
});
