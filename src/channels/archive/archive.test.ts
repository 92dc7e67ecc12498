import { expect, test } from 'vitest';
import { channelContract } from '../contract.ts';
import { archiveFixtures } from './fixtures/posts.ts';
import { archive } from './index.ts';

const tools = { fetch, now: () => new Date('2030-01-01T00:00:00Z'), log: () => undefined };

channelContract('the archive', () => ({
  channel: archive(tools),
  account: { networkId: 'archive', ourIds: ['archive'], watched: [] },
  fixtures: archiveFixtures,
  openNetwork: null,
}));

test('one post in two conversations is two posts, however their names are cut', () => {
  const row = {
    institution: 'Umoja Water',
    inbound: true,
    author: 'a',
    at: '2030-03-02T06:39:00Z',
    text: '',
  };
  const ids = [
    ['t/1', 'a'],
    ['t', '1/a'],
    ['t%2F1', 'a'],
    ['t', 'a'],
  ].map(([conversation, id]) => {
    const heard = archive(tools).normalise(
      { ...row, conversation, id },
      { networkId: '', ourIds: [], watched: [] },
    );
    return heard.kind === 'post' ? heard.post.networkId : heard.kind;
  });
  expect(ids).toEqual(['t%2F1/a', 't/1/a', 't%252F1/a', 't/a']);
});
