/** Whether a server streams: what it says of itself is tried, since some name a stream that they have not. */

import type { ChannelTools } from '../channel.ts';
import { readSocket } from '../socket.ts';
import { whoAsks } from './api.ts';
import type { Instance } from './instance.ts';

const patience = 10_000;

/** Where a stream can be opened with this access; null where none can. */
export async function streamOf(
  tools: Pick<ChannelTools, 'log'>,
  token: string,
  instance: Instance,
): Promise<string | null> {
  const said = instance.streaming;
  if (said === null || !URL.canParse(said) || !/^wss?:$/.test(new URL(said).protocol)) return null;
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), patience);
  try {
    const address = streamAddress(said, token);
    const options = { headers: { 'user-agent': whoAsks }, saysOpen: true };
    for await (const _ of readSocket(address, end.signal, options)) return said.replace(/\/+$/, '');
    return null;
  } catch (error) {
    tools.log('mastodon_no_stream', { host: new URL(said).host, reason: String(error) });
    return null;
  } finally {
    clearTimeout(timer);
    end.abort();
  }
}

/** Where everything that concerns the account of a token is streamed. */
export function streamAddress(streaming: string, token: string): string {
  const address = new URL('/api/v1/streaming', streaming);
  address.searchParams.set('stream', 'user');
  address.searchParams.set('access_token', token);
  return address.toString();
}
