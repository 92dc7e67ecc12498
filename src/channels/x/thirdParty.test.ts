/** Somebody else's client drives the double, so that it is no mirror of our own mistakes. */
import { ETwitterStreamEvent, TwitterApi } from 'twitter-api-v2';
import { afterAll, expect, test } from 'vitest';
import { underItsName } from '../../../test/factories/x/tls.ts';

const opened = await underItsName();
afterAll(() => opened?.double.close());

function clients() {
  if (opened === null) throw new Error('no double');
  const { double, agent } = opened;
  const settings = { httpAgent: agent, compression: false };
  const {
    consumerKey: appKey,
    consumerSecret: appSecret,
    accessToken,
    accessSecret,
    bearer,
    clientId,
    clientSecret,
  } = double.keys;
  return {
    double,
    us: new TwitterApi({ appKey, appSecret, accessToken, accessSecret }, settings),
    app: new TwitterApi(bearer, settings),
    oauth2: new TwitterApi({ clientId, clientSecret }, settings),
  };
}

test.skipIf(opened === null)(
  'it posts, is mentioned, answers, finds, sends messages and deletes',
  async () => {
    const { double, us } = clients();
    const author = double.world.person('kofi', { id: '900', name: 'Kofi' });
    expect((await us.v2.me()).data).toMatchObject({ id: double.us.id, username: 'water_care' });
    const first = await us.v2.tweet('Water is back. It’s (really) *back* & stays!');
    const asked = double.world.write(author, '@water_care where?');
    const stranger = double.world.write(author, 'Who is there?');
    expect((await us.v2.reply('In town.', asked.id)).data.text).toBe('In town.');
    await expect(us.v2.reply('Me.', stranger.id)).rejects.toMatchObject({ code: 403 });
    const mentions = await us.v2.userMentionTimeline(double.us.id, {
      max_results: 5,
      'tweet.fields': ['author_id'],
    });
    expect(mentions.tweets.map(({ id }) => id)).toEqual([asked.id]);
    const found = await us.v2.search('"where?" -from:water_care');
    expect(found.tweets.map(({ id }) => id)).toEqual([asked.id]);
    const sent = await us.v2.sendDmToParticipant(author.id, { text: 'In private.' });
    // The client's types leave out the envelope that X describes.
    const { data } = sent as unknown as { data: { dm_event_id: string } };
    const messages = await us.v2.listDmEvents({ 'dm_event.fields': ['sender_id', 'text'] });
    expect(messages.events).toMatchObject([{ id: data.dm_event_id, text: 'In private.' }]);
    expect((await us.v2.deleteTweet(first.data.id)).data).toEqual({ deleted: true });
  },
);

test.skipIf(opened === null)('its rules, its stream, and the way by which it gets tokens', async () => {
  const { double, app, oauth2 } = clients();
  const made = await app.v2.updateStreamRules({ add: [{ value: '"burst pipe"', tag: 'theirs' }] });
  expect(made.data).toMatchObject([{ value: '"burst pipe"', tag: 'theirs' }]);
  const stream = await app.v2.searchStream({ autoConnect: true });
  const author = double.world.people.get('900') ?? double.world.person('kofi', { id: '900' });
  const came = new Promise<string>((resolve) =>
    stream.on(ETwitterStreamEvent.Data, ({ data }) => resolve(data.text)),
  );
  await double.published(double.world.write(author, 'a burst pipe here'));
  expect(await came).toBe('a burst pipe here');
  stream.destroy();
  const { codeVerifier, url } = oauth2.generateOAuth2AuthLink('https://desk.example.org/back', {
    scope: ['tweet.read', 'offline.access'],
  });
  double.consent = { code: 'c', challenge: new URL(url).searchParams.get('code_challenge') ?? '' };
  const { refreshToken } = await oauth2.loginWithOAuth2({
    code: 'c',
    codeVerifier,
    redirectUri: 'https://desk.example.org/back',
  });
  const { client, refreshToken: next } = await oauth2.refreshOAuth2Token(refreshToken ?? '');
  expect(next).not.toBe(refreshToken);
  expect((await client.v2.me()).data.username).toBe('water_care');
  await expect(oauth2.refreshOAuth2Token(refreshToken ?? '')).rejects.toMatchObject({ code: 400 });
});

test.skipIf(opened === null)('all of that was as X describes it', () => {
  expect(opened?.double.wrong).toEqual([]);
});
