/**
 * Installs the mail servers of Debian for the tests: as root, where they are missing, and without starting anything. The tests run instances of their own;
 * a mail server of the system's must never run because of them.
 */
import { existsSync } from 'node:fs';
import { canInstall, installPackages } from './debian.mjs';

const packages = ['dovecot-imapd', 'dovecot-lmtpd', 'postfix'];
const programs = ['/usr/sbin/dovecot', '/usr/lib/dovecot/imap', '/usr/lib/dovecot/lmtp', '/usr/sbin/postfix'];

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
  if (!canInstall()) {
    return 'The mail servers (Dovecot and Postfix) are installed by root on Debian only: their tests are left out.';
  }
  process.stderr.write('Installing the mail servers (some seconds)...\n');
  installPackages(packages, 'postfix postfix/main_mailer_type select No configuration\n');
  return mailMissing();
}
