/** Installs the test servers, once per lockfile, and says so on standard error. Nothing is compiled. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installChromium } from './installChromium.mjs';
import { installKannel } from './installKannel.mjs';
import { installMail } from './installMail.mjs';
import { installProxies } from './installProxies.mjs';
import { installSnac } from './installSnac.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const mark = join(here, 'node_modules', '.installed');
const wanted = createHash('sha256')
  .update(readFileSync(join(here, 'package-lock.json')))
  .digest('hex');

const leftOut = [installMail(), installKannel(), installProxies(), installChromium(), installSnac()].filter(
  (reason) => reason !== null,
);
for (const reason of leftOut) process.stderr.write(`LEFT OUT: ${reason}\n`);
if (leftOut.length > 0 && process.env.CI === 'true') process.exit(1);

if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) process.exit(0);

process.stderr.write('Installing the test servers (about a minute, 550 MB)...\n');
const done = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
  cwd: here,
  stdio: ['ignore', 2, 2],
  shell: process.platform === 'win32',
});
if (done.status !== 0) {
  process.stderr.write('The test servers could not be installed: see the lines above.\n');
  process.exit(1);
}
writeFileSync(mark, wanted);
