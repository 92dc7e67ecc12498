/** An account of X is set up in a real browser against our double of X: wrong keys, a right that lacks, the address that X calls, the first mention. */
import { afterAll, beforeAll, it } from 'vitest';
import {
  callWithJson,
  narrowPhone,
  openSetUpWorld,
  reached,
  SetUpWalk,
  type SetUpWorld,
} from '../factories/setUpWalk.ts';
import { callProof } from '../factories/x/proofs.ts';
import { XDouble } from '../factories/x/xDouble.ts';

let world: SetUpWorld;
let double: XDouble;

beforeAll(async () => {
  [world, double] = await Promise.all([openSetUpWorld({}), new XDouble().open()]);
});
afterAll(async () => {
  await world?.close();
  await double?.close();
});

it('leads through it: wrong keys, a right that lacks, the connection, the first mention', async () => {
  const { consumerKey, consumerSecret, accessToken, accessSecret, bearer } = double.keys;
  const walk = await SetUpWalk.begin(world, 'X', narrowPhone);
  await walk.copied('Callback URI / Redirect URL');
  await walk.type({ 'Hear by': 'Calls of X (Activity API)' });
  await walk.sees('Address that X calls');
  const address = reached(world, await walk.copied('Address that X calls'));
  await walk.looksRight('x-begun');
  await walk.type({
    'API key': consumerKey,
    'API key secret': consumerSecret,
    'Access token': accessToken,
    'Access token secret': 'wrong',
    'Bearer token': bearer,
    Server: double.address,
  });
  await walk.test('X does not accept these keys.');
  double.level = 'read';
  await walk.type({ 'Access token secret': accessSecret });
  await walk.test('This is @water_care.', 'This app may only read. G');
  double.level = 'read-write-directmessages';
  await walk.test('The app may write posts.', 'X can be given our address');
  await walk.looksRight('x');
  await walk.connect('water_care');
  const author = double.world.person('kofi', { id: '900', name: 'Kofi' });
  const post = double.world.write(author, '@water_care no water here');
  const data = {
    event_uuid: '1',
    filter: { user_id: double.us.id },
    event_type: 'post.mention.create',
    payload: double.world.postView(post),
    includes: double.world.includes([post]),
  };
  const body = JSON.stringify({ data });
  await callWithJson(address, body, { 'x-twitter-webhooks-signature': callProof(consumerSecret, body) });
  await walk.becomesCase('no water here');
  await walk.standsInList('water_care');
  await walk.end();
});
