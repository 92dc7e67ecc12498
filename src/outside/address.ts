/** Which addresses of the network may be spoken to. Everything that is not plainly public is refused. */
import ipaddr from 'ipaddr.js';

/**
 * True for an address of the public internet. Private, loopback, link-local (with the clouds' metadata), shared (CGNAT), multicast,
 * reserved and documentation ranges are not; nor is any IPv6 form that carries an IPv4 address inside, since where it leads is not ours to know.
 */
export function isPublicAddress(address: string): boolean {
  // A zone ("%eth0") only has a meaning on a link.
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === 'ipv4')
    return ipaddr.IPv4.isValidFourPartDecimal(address) && parsed.range() === 'unicast';
  return parsed.range() === 'unicast' && parsed.match(globalUnicast);
}

/** 2000::/3 is all that was ever given out; the rest of "unicast" is unassigned. */
const globalUnicast = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/** True for the machine itself; asked only where a test allows its own servers. */
export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
