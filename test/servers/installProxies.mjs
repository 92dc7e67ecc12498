/** Installs the proxies of the guides (docs/guides) for the tests: as root, where they are missing. */
import { existsSync } from 'node:fs';
import { canInstall, installPackages } from './debian.mjs';

const proxies = [
  { name: 'nginx', package: 'nginx-light', program: '/usr/sbin/nginx' },
  { name: 'caddy', package: 'caddy', program: '/usr/bin/caddy' },
];

const absent = () => proxies.filter(({ program }) => !existsSync(program));

/** Installs what is missing; says why when it cannot. */
export function installProxies() {
  if (absent().length === 0) return null;
  if (canInstall()) {
    process.stderr.write('Installing the proxies of the guides (some seconds)...\n');
    installPackages(absent().map((one) => one.package));
  }
  const names = absent().map(({ name }) => name);
  return names.length === 0
    ? null
    : `${names.join(' and ')}: not installed, and installed by root on Debian only; their guides are not tried.`;
}
