/**
 * Installs the mail servers of Debian for the tests: as root, where they are missing, and without starting anything. The tests run instances of their own;
 * a mail server of the system's must never run because of them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

const packages = ['dovecot-imapd', 'dovecot-lmtpd', 'postfix'];
const programs = ['/usr/sbin/dovecot', '/usr/lib/dovecot/imap', '/usr/lib/dovecot/lmtp', '/usr/sbin/postfix'];
/** Asked by the packages' own scripts before they start anything: 101 forbids it. */
const guard = '/usr/sbin/policy-rc.d';

/** Why the mail servers cannot run here; null when they can. */
export function mailMissing() {
  if (process.getuid?.() !== 0) return 'The mail servers need root: they change to accounts of their own.';
  const absent = programs.filter((program) => !existsSync(program));
  return absent.length === 0
    ? null
    : `The mail servers are not installed (${absent.join(', ')}): run \`node test/servers/install.mjs\` as root.`;
}

/** Installs what is missing; says why when it cannot. */
export function installMail() {
  if (mailMissing() === null) return null;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return 'The mail servers (Dovecot and Postfix) are installed by root on Debian only: their tests are left out.';
  }
  process.stderr.write('Installing the mail servers (some seconds)...\n');
  const ours = !existsSync(guard);
  if (ours) writeFileSync(guard, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    run('debconf-set-selections', [], 'postfix postfix/main_mailer_type select No configuration\n');
    run('apt-get', ['update', '-q']);
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages]);
  } finally {
    if (ours) rmSync(guard, { force: true });
  }
  return mailMissing();
}

function run(program, args, input = '') {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(program, args, { input, stdio: ['pipe', 'ignore', 2], env: environment });
}
