import type { Network } from '../domain/network.ts';
import { archive } from './archive/index.ts';
import { bluesky } from './bluesky/index.ts';
import { letter, visit } from './by_hand/index.ts';
import type { Channel, ChannelFactory, ChannelTools } from './channel.ts';
import { demonstration } from './demonstration/index.ts';
import { email } from './email/index.ts';
import { form } from './form/index.ts';
import { mastodon } from './mastodon/index.ts';
import { own } from './own/index.ts';
import { phone } from './phone/index.ts';
import { sms } from './sms/index.ts';
import { whatsapp } from './whatsapp/index.ts';
import { x } from './x/index.ts';

/** The written list: a network without a channel does not compile. */
export const channels = {
  bluesky,
  x,
  mastodon,
  whatsapp,
  sms,
  phone,
  email,
  archive,
  form,
  letter,
  visit,
  own,
  demonstration,
} satisfies Record<Network, ChannelFactory>;

/** Builds every channel with what `main` hands to it. */
export function buildChannels(tools: ChannelTools): Record<Network, Channel> {
  return {
    bluesky: channels.bluesky(tools),
    x: channels.x(tools),
    mastodon: channels.mastodon(tools),
    whatsapp: channels.whatsapp(tools),
    sms: channels.sms(tools),
    phone: channels.phone(tools),
    email: channels.email(tools),
    archive: channels.archive(tools),
    form: channels.form(tools),
    letter: channels.letter(tools),
    visit: channels.visit(tools),
    own: channels.own(tools),
    demonstration: channels.demonstration(tools),
  };
}
