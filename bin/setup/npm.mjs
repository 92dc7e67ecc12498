import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { fitsMachine, readLockfile, SetupFault } from './machine.mjs';
import { showProgress } from './progress.mjs';

/**
 * Runs npm in `root` with a progress line. Throws a SetupFault that says in one sentence what went wrong.
 * @param {string} root
 * @param {string[]} args
 */
export async function runNpm(root, args) {
  const total = Object.values(readLockfile(root).packages).filter(fitsMachine).length;
  let fetched = 0;
  const progress = showProgress(() =>
    fetched < total * 0.8
      ? `Installing: ${fetched} of about ${total} packages fetched`
      : 'Installing: unpacking packages',
  );
  const { code, signal, errors } = await listen(root, args, () => {
    fetched += 1;
  });
  progress.end(code === 0 && errors === '' ? 'Installed' : undefined);
  if (unwritten.test(errors)) throw new SetupFault(reasonOf(errors, root));
  if (signal) throw new SetupFault('The set-up was interrupted; start it again to finish it.');
  if (code !== 0) throw new SetupFault(reasonOf(errors, root));
}

/** npm only warns when it cannot write a file, leaves it out and ends with code 0. */
const unwritten = /TAR_ENTRY_ERROR|ENOSPC|EDQUOT/;

function listen(root, args, onFetched) {
  const [command, first] = npmCommand();
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--prefer-offline'];
  // npm's own patience lets a machine without a network wait for more than a minute.
  const patience = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=8000'];
  const all = [...first, ...args, ...quiet, ...patience, '--loglevel=http'];
  const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: command.endsWith('.cmd') };
  const child = spawn(command, all, { ...options, env: { ...process.env, npm_config_json: 'false' } });
  const errors = [];
  let rest = '';
  const hear = (part) => {
    const lines = `${rest}${part}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (/^npm (http|verbose)/.test(line)) onFetched();
      else if (/^npm err/i.test(line)) errors.push(line);
      else if (unwritten.test(line)) {
        errors.push(line);
        child.kill();
      }
    }
  };
  child.stdout.resume();
  child.stderr.setEncoding('utf8').on('data', hear);
  const stop = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  return new Promise((resolve, reject) => {
    child.on('error', () =>
      reject(new SetupFault('npm was not found: install Node with npm and try again.')),
    );
    child.on('close', (code, signal) => {
      for (const each of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(each, stop);
      resolve({
        code,
        signal: signal ?? (code > 128 ? 'ended' : null),
        errors: errors.join('\n'),
      });
    });
  });
}

/** The npm that started us, run by the Node that it runs on: the pinned one may be replaced below it. */
function npmCommand() {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  if (npm && /^npm-cli\.[cm]?js$/.test(basename(npm))) return [node ?? process.execPath, [npm]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
}

/** What npm said at length, as one sentence that says what to do. */
export function reasonOf(errors, root) {
  const reasons = [
    [/ENOSPC|EDQUOT/, `The disk is full: free at least 2 GB for ${root} and start again.`],
    [/EROFS|EACCES|EPERM/, `${root} cannot be written: make it writable for this person and start again.`],
    [
      /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|network/,
      'The npm registry cannot be reached: check the network (or the proxy that npm is told to use) and start again.',
    ],
    [/EINTEGRITY/, 'A package did not arrive as it was published: run npm cache verify and start again.'],
    [
      /E40[134]/,
      'The npm registry refused a package: check which registry npm is told to use (npm config get registry).',
    ],
    [
      /EUSAGE|in sync/,
      'package-lock.json does not fit package.json: take both from the same version of Answerable.',
    ],
  ];
  for (const [sign, sentence] of reasons) if (sign.test(errors)) return sentence;
  const last = errors.split('\n').filter((line) => /^npm err/i.test(line) && !/A complete log/.test(line))[0];
  return `npm could not install the packages (${last?.replace(/^npm err[a-z]*!? ?/i, '') ?? 'it gave no reason'}).`;
}
