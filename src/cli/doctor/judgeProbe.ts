/** What the probe through the public address tells of the proxies in front. */
import ipaddr from 'ipaddr.js';
import { claimedAddress, type ProbeSeen } from '../../outside/ownAddress.ts';
import { type Finding, fault, fine, warning } from './finding.ts';

/** Later than this a tick was gathered on its way, in milliseconds; they leave every quarter of a second. */
export const promptly = 4_000;

/** Whether live updates come through at once. */
export function judgeLive(seen: ProbeSeen): Finding {
  const check = 'live updates';
  if (seen.status !== 200) {
    return fault(
      check,
      `The stream of live updates is answered with ${seen.status} through the public address.`,
      'Let the proxy pass every path on, /api/probe and /api/events among them, to this program and nothing else.',
    );
  }
  if (seen.firstTick === null || seen.firstTick > promptly)
    return fault(
      check,
      `${nameOf(seen.server)} gathers answers instead of passing them on: screens would not move.`,
      remedyFor(seen.server),
    );
  return fine(check, `They come through the public address within ${Math.round(seen.firstTick)} ms.`);
}

const nameOf = (server: string | null) =>
  server === null || server === '' ? 'A proxy in front' : `The proxy in front (${server})`;

function remedyFor(server: string | null): string {
  if (/nginx|openresty/i.test(server ?? ''))
    return 'In nginx write "proxy_buffering off;" in the location of this program; docs/guides/nginx.md has the whole of it.';
  if (/caddy/i.test(server ?? ''))
    return 'In Caddy write "flush_interval -1" in reverse_proxy; docs/guides/caddy.md has the whole of it.';
  if (/apache/i.test(server ?? ''))
    return 'In Apache write "flushpackets=on" behind ProxyPass, and switch mod_deflate off for text/event-stream.';
  if (/cloudflare/i.test(server ?? '')) return 'Switch off response buffering for this host.';
  return 'Switch its buffering of answers off: in nginx "proxy_buffering off;", in Caddy "flush_interval -1", in Apache "flushpackets=on".';
}

/**
 * Whether the program knows who calls: limits on sign-in and the audit are by address. We claimed to call from elsewhere; a proxy that is worth its trust puts the true address in
 * the place of the claim, or behind it.
 */
export function judgeProxies(seen: ProbeSeen, address: string, trusted: readonly string[]): Finding | null {
  const { arrival } = seen;
  if (arrival === null) return null;
  const peer = plain(arrival.peer);
  if (arrival.caller === claimedAddress) return believesClaims(peer);
  // Only a proxy takes https off, and only a proxy changes what we wrote.
  const proxied = address.startsWith('https:') || arrival.forwardedFor !== claimedAddress;
  if (trusted.length === 0)
    return proxied ? allAlike(peer) : fine(check, `Requests come straight from ${peer}.`);
  if (!isAmong(trusted, peer)) {
    return warning(
      check,
      `Requests come from ${peer}, which is not among ANSWERABLE_PROXIES: everybody seems to call from there.`,
      `Add ${peer} to ANSWERABLE_PROXIES if it is your proxy.`,
    );
  }
  return arrival.forwardedFor === null
    ? warning(check, 'The proxy does not say who calls.', sayIt)
    : fine(check, `The proxy at ${peer} is trusted and says who calls (now ${plain(arrival.caller)}).`);
}

const check = 'proxies';
const sayIt = 'Let it send X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $remote_addr;).';

function believesClaims(peer: string): Finding {
  const mend =
    'Let the first proxy write X-Forwarded-For anew (nginx: proxy_set_header X-Forwarded-For $remote_addr;), and name in ANSWERABLE_PROXIES the proxies and nobody else.';
  return isLoopback(peer)
    ? warning(
        check,
        'From this machine any address can be claimed; whether from elsewhere too cannot be seen from here.',
        mend,
      )
    : fault(check, 'Whoever calls can claim any address, and is believed.', mend);
}

function allAlike(peer: string): Finding {
  return warning(
    check,
    `Everybody seems to call from the proxy (${peer}): limits on sign-in hold for all of them together.`,
    `Set ANSWERABLE_PROXIES=${peer}. ${sayIt}`,
  );
}

function isAmong(trusted: readonly string[], address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const own = ipaddr.process(address);
  return trusted.some((range) => {
    if (ipaddr.isValid(range)) return ipaddr.process(range).toString() === own.toString();
    if (!ipaddr.isValidCIDR(range)) return false;
    const [network, bits] = ipaddr.parseCIDR(range);
    return network.kind() === own.kind() && own.match([network, bits] as [ipaddr.IPv4, number]);
  });
}

/** IPv4 as people write it, also where it arrived within IPv6. */
function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
