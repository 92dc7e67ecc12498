/** An account of X is set up in a real browser against our double of X: wrong keys, a right that lacks, the address that X calls, the first mention. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { narrowPhone, openSetUpWorld, reached, SetUpWalk, type SetUpWorld } from '../factories/setUpWalk.ts';
import { XDouble } from '../factories/x/xDouble.ts';

let world: SetUpWorld;
let double: XDouble;

beforeAll(async () => {
  [world, double] = await Promise.all([openSetUpWorld({}), new XDouble().open()]);
  double.reach = (address) => reached(world, address);
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
  expect(await walk.copied('Address that X calls')).toMatch(/^https:\/\/.+\/in\/[\w-]{48}$/);
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
  await walk.picture('x');
  await walk.connect('water_care');
  const mention = ({ type }: { type: string }) => type === 'post.mention.create';
  await expect.poll(() => double.world.subscriptions.some(mention), { timeout: 20_000 }).toBe(true);
  const author = double.world.person('kofi', { id: '900', name: 'Kofi' });
  const post = double.world.write(author, '@water_care no water here');
  await double.published(post);
  await walk.becomesCase('no water here');
  await walk.standsInList('water_care');
  await walk.end();
});
