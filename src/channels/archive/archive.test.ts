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
