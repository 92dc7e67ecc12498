/** Installs Kannel, a gateway for SMS, from Debian for the tests: as root, where it is missing, and without starting anything. The tests run instances of their own. */
import { existsSync } from 'node:fs';
import { canInstall, installPackages } from './debian.mjs';

const programs = ['/usr/sbin/bearerbox', '/usr/sbin/smsbox'];

/** Why Kannel cannot run here; null when it can. */
export function kannelMissing() {
  const absent = programs.filter((program) => !existsSync(program));
  return absent.length === 0
    ? null
    : `Kannel is not installed (${absent.join(', ')}): run \`node test/servers/install.mjs\` as root.`;
}

/** Installs what is missing; says why when it cannot. */
export function installKannel() {
  if (kannelMissing() === null) return null;
  if (!canInstall()) return 'Kannel is installed by root on Debian only: its tests are left out.';
  process.stderr.write('Installing Kannel (some seconds)...\n');
  installPackages(['kannel']);
  return kannelMissing();
}
