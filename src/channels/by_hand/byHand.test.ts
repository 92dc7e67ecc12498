import { channelContract } from '../contract.ts';
import { byHandFixtures } from './fixtures/items.ts';
import { letter, visit } from './index.ts';

const tools = { fetch, now: () => new Date('2030-03-02T12:00:00Z'), log: () => undefined };

channelContract('letters', () => ({
  channel: letter(tools),
  account: { networkId: 'water board', ourIds: ['water board'], watched: [] },
  fixtures: byHandFixtures('letter', 'Writer of a letter'),
  openNetwork: 'at home',
}));

channelContract('visits', () => ({
  channel: visit(tools),
  account: { networkId: 'water board', ourIds: ['water board'], watched: [] },
  fixtures: byHandFixtures('visit', 'Visitor'),
  openNetwork: 'at home',
}));
