/**
 * Unpacks a real server that speaks a part of the Mastodon API (snac, from Debian's backports) into a folder of its own beside this file: nothing is installed into the system, and
 * nothing is started. Its libraries are those that every Debian with curl has.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '.cache', 'snac');
export const snacProgram = join(home, 'usr/bin/snac');

/** Why the server cannot run here; null when it can. */
export function snacMissing() {
  return existsSync(snacProgram) ? null : 'snac is not there: run `node test/servers/install.mjs`.';
}

/** Unpacks it where it is missing; says why when it cannot. */
export function installSnac() {
  if (snacMissing() === null) return null;
  const source = backports();
  if (source === null)
    return 'snac (a real server of the Mastodon API) is unpacked on Debian only: its tests are left out.';
  process.stderr.write('Unpacking a small server that speaks the Mastodon API (some seconds, 1 MB)...\n');
  const folder = mkdtempSync(join(tmpdir(), 'snac-'));
  try {
    fetchInto(folder, source);
    const name = readdirSync(folder).find((one) => one.endsWith('.deb'));
    if (name === undefined) return 'snac could not be fetched: its tests are left out.';
    mkdirSync(home, { recursive: true });
    run('dpkg', ['-x', join(folder, name), home], folder);
    // The program alone: what it would have as a part of the system is not of the tests.
    for (const rest of ['etc', 'lib']) rmSync(join(home, rest), { recursive: true, force: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return snacMissing();
}

/** Apt with lists of its own, so that the system's stay as they are. */
function fetchInto(folder, source) {
  mkdirSync(join(folder, 'lists/partial'), { recursive: true });
  mkdirSync(join(folder, 'cache/archives/partial'), { recursive: true });
  writeFileSync(join(folder, 'backports.sources'), source);
  const own = [
    `Dir::Etc::sourcelist=${join(folder, 'backports.sources')}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${join(folder, 'lists')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  run('apt-get', [...own, 'update', '-q'], folder);
  run('apt-get', [...own, 'download', '-q', 'snac2'], folder);
}

/** The mirror that this system already uses, with the suite of backports; null where this is no Debian. */
function backports() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const suite = /^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1];
  if (!/^ID=debian$/m.test(release) || suite === undefined) return null;
  const files = ['/etc/apt/sources.list'];
  const folder = '/etc/apt/sources.list.d';
  if (existsSync(folder)) files.push(...readdirSync(folder).map((name) => join(folder, name)));
  for (const file of files.filter((one) => existsSync(one))) {
    const text = readFileSync(file, 'utf8');
    const stanza = text
      .split(/\n{2,}/)
      .find((one) => new RegExp(`^Suites:.*\\b${suite}\\b(?!-)`, 'm').test(one));
    const mirror =
      /^URIs:\s*(\S+)/m.exec(stanza ?? '')?.[1] ??
      new RegExp(`^deb\\s+(?:\\[[^\\]]*\\]\\s+)?(\\S+)\\s+${suite}\\s`, 'm').exec(text)?.[1];
    if (mirror === undefined) continue;
    const key = /^Signed-By:\s*(\/\S+)/m.exec(stanza ?? '')?.[1];
    const signed = key === undefined ? '' : `Signed-By: ${key}\n`;
    return `Types: deb\nURIs: ${mirror}\nSuites: ${suite}-backports\nComponents: main\n${signed}`;
  }
  return null;
}

function run(program, args, cwd) {
  spawnSync(program, args, { cwd, stdio: ['ignore', 'ignore', 2] });
}
