import { abilitiesAtHome, answerAtHome, sendsAtHome } from '../atHome.ts';
import type { Channel, ChannelFactory } from '../channel.ts';
import { normaliseForm } from './normalise.ts';

const note =
  'The author reads this on the private page of the case. Nobody tells them that it is there: where they said how to reach them, do so as well.';

/** Our own public form and the private page that it leads to. No network lies in between. */
export const form: ChannelFactory = (tools): Channel => ({
  ...sendsAtHome(tools.now),
  network: 'form',
  name: 'Public form',
  evidence: [
    {
      what: 'Form and private page without JavaScript, at 320 px, without faults of axe',
      by: 'our own pages',
    },
  ],
  abilities: abilitiesAtHome,
  connect: null,
  normalise: (payload) => normaliseForm(payload),
  mayReply: (post) => answerAtHome(post, note),
});
