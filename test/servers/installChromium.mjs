/** Installs Debian's Chromium for the tests that need a browser with a place for notifications: the one of the lockfile has none and refuses them. */
import { existsSync } from 'node:fs';
import { canInstall, installPackages } from './debian.mjs';

export const chromiumThatNotifies = '/usr/bin/chromium';

/** Why no notification can be shown here; null when one can. */
export function chromiumMissing() {
  return existsSync(chromiumThatNotifies)
    ? null
    : `No Chromium with a place for notifications (${chromiumThatNotifies}): run \`node test/servers/install.mjs\` as root.`;
}

/** Installs it where it is missing; says why when it cannot. */
export function installChromium() {
  if (chromiumMissing() === null) return null;
  if (!canInstall()) {
    return 'Chromium with a place for notifications is installed by root on Debian only: its test is left out.';
  }
  process.stderr.write('Installing a browser that shows notifications (some seconds, 300 MB)...\n');
  installPackages(['chromium']);
  return chromiumMissing();
}
