/** What the provider holds for us and we do not have; nothing where it cannot be asked. */
import type { AccountAccess, ChannelTools, RawItem } from '../channel.ts';
import { normalise } from './normalise.ts';
import type { Provider } from './provider.ts';

export async function* reconcile(
  tools: ChannelTools,
  provider: Provider,
  account: AccountAccess,
  since: Date,
  signal: AbortSignal,
): AsyncGenerator<{ networkId: string | null; item: RawItem }[]> {
  if (provider.inboxSince === undefined || account.hearsDirect === false) return;
  for await (const items of provider.inboxSince(tools, account, since, signal)) {
    yield items.flatMap((item) => {
      const heard = normalise(item.payload, account);
      return heard.kind === 'post' ? [{ networkId: heard.post.networkId, item }] : [];
    });
  }
}
