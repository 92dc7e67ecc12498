import { channelContract } from '../contract.ts';
import { formFixtures } from './fixtures/items.ts';
import { form } from './index.ts';

const tools = { fetch, now: () => new Date('2030-03-02T12:00:00Z'), log: () => undefined };

channelContract('the public form', () => ({
  channel: form(tools),
  account: { networkId: 'water', ourIds: ['water'], watched: [] },
  fixtures: formFixtures,
  openNetwork: 'at home',
}));
