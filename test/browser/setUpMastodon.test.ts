/** An account on a server of the Mastodon API is set up in a real browser against our double: a wrong token, a right that lacks, the first mention by its stream. */
import { afterAll, beforeAll, it } from 'vitest';
import { mastodonChannel } from '../factories/mastodonAccess.ts';
import { narrowPhone, openSetUpWorld, SetUpWalk, type SetUpWorld } from '../factories/setUpWalk.ts';
import { type MastodonDouble, startMastodonDouble } from '../servers/mastodon/startDouble.ts';

let world: SetUpWorld;
let double: MastodonDouble;

beforeAll(async () => {
  [world, double] = await Promise.all([
    openSetUpWorld({ mastodon: mastodonChannel() }),
    startMastodonDouble(),
  ]);
});
afterAll(async () => {
  await world?.close();
  await double?.close();
});

it('leads through it: a wrong token, a right that lacks, the connection, the first mention', async () => {
  const care = double.street.add('care');
  const amina = double.street.add('amina');
  const walk = await SetUpWalk.begin(world, 'Mastodon', narrowPhone);
  await walk.copied('Rights');
  await walk.type({ Server: double.address, 'Access token': 'wrong' });
  await walk.test('does not accept this access');
  await walk.type({ 'Access token': double.token(care, ['read']) });
  await walk.test('This access does not allow to write posts.');
  await walk.type({ 'Access token': double.token(care) });
  await walk.test('The server streams what is written to the account.');
  await walk.looksRight('mastodon');
  await walk.picture('mastodon', 'https://people.example');
  await walk.connect('care@people.example');
  double.street.write(amina, { status: '@care no water in Kimisagara since Monday' });
  await walk.becomesCase('no water in Kimisagara since Monday');
  await walk.standsInList('care@people.example');
  await walk.end();
});

it('leads through a code that the server shows', async () => {
  const other = double.street.add('other');
  const walk = await SetUpWalk.begin(world, 'Mastodon');
  await walk.type({ Server: double.address, 'Access by': 'A code that the server shows' });
  await walk.test(`${double.address}/oauth/authorize?`);
  const said = await walk.page.getByText('/oauth/authorize?').first().textContent();
  const code = double.allow(/https?:\/\/\S+/.exec(said ?? '')?.[0] ?? '', other);
  await walk.looksRight('mastodon-code');
  await walk.type({ Code: code });
  await walk.test('The server streams what is written to the account.');
  await walk.connect('other@people.example');
  await walk.end();
});
