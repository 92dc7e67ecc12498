/** Packages of Debian for the tests: installed as root, and without starting anything. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** Asked by the packages' own scripts before they start anything: 101 forbids it. */
const guard = '/usr/sbin/policy-rc.d';

/** True where packages can be installed. */
export const canInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/**
 * Installs packages; whether it worked is for the caller to see. What they bring must never run because of the tests, which run instances of their own.
 * @param {string[]} packages
 * @param {string} answers for debconf, one a line
 */
export function installPackages(packages, answers = '') {
  const ours = !existsSync(guard);
  if (ours) writeFileSync(guard, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    if (answers !== '') run('debconf-set-selections', [], answers);
    run('apt-get', ['update', '-q']);
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages]);
  } finally {
    if (ours) rmSync(guard, { force: true });
  }
}

function run(program, args, input = '') {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(program, args, { input, stdio: ['pipe', 'ignore', 2], env: environment });
}
