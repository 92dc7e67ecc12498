import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const library = 'ipaddr.js';
const itsPlace = `node_modules/${library}`;
const repository = fileURLToPath(new URL('../..', import.meta.url));

/** A program that says what it was given, ends with code 4, or waits for a signal and then ends with code 7. */
const program = `
if (process.argv.includes('wait')) {
  const timer = setInterval(() => undefined, 1000);
  process.on('SIGTERM', () => { clearInterval(timer); console.log('stopped in order'); process.exitCode = 7; });
} else process.exitCode = 4;
console.log(JSON.stringify({ node: process.versions.node, args: process.argv.slice(2) }));
`;

/**
 * A fresh checkout in small: our bin/, and of all packages only the pinned Node of this machine and one library. `light`: that Node is a
 * word to the one that runs here, in place of 100 MB which take seven seconds of a processor to unpack.
 */
export function makeCheckout(weight: 'whole' | 'light' = 'light'): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-newcomer-'));
  cpSync(join(repository, 'bin'), join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'main.ts'), program);
  const lockfile = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8'));
  const ofThisMachine = (path: string) =>
    /^node_modules\/node-/.test(path) &&
    [lockfile.packages[path].os].flat().includes(process.platform) &&
    [lockfile.packages[path].cpu].flat().includes(process.arch);
  const path = Object.keys(lockfile.packages).find(ofThisMachine) ?? '';
  const name = path.replace('node_modules/', '');
  const { [path]: whole } = lockfile.packages;
  const entry = weight === 'light' && process.platform !== 'win32' ? packLight(folder, name, whole) : whole;
  const manifest = {
    name: 'newcomer',
    version: '0.0.0',
    private: true,
    type: 'module',
    scripts: JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')).scripts,
    dependencies: { [library]: lockfile.packages[itsPlace].version },
    optionalDependencies: { [name]: entry.resolved?.startsWith('file:') ? entry.resolved : entry.version },
  };
  const packages = { '': manifest, [path]: entry, [itsPlace]: lockfile.packages[itsPlace] };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ ...manifest, lockfileVersion: 3, requires: true, packages }),
  );
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

interface Package {
  version: string;
  resolved?: string;
  integrity?: string;
}

/** Packs a package of that name whose Node hands on to the one that runs here; answers its entry in the lockfile. */
function packLight(folder: string, name: string, { integrity: _, ...whole }: Package): Package {
  const place = join(folder, '.light', 'package');
  mkdirSync(join(place, 'bin'), { recursive: true });
  const { version } = whole;
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version, bin: { node: 'bin/node' } }));
  writeFileSync(join(place, 'bin', 'node'), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`, { mode: 0o755 });
  execFileSync('tar', ['-czf', join(folder, 'light.tgz'), '-C', join(folder, '.light'), 'package']);
  return { ...whole, resolved: 'file:light.tgz' };
}

export interface Run {
  child: ChildProcess;
  /** What it said so far. */
  out(): string;
  error(): string;
  /** Resolves at the end with the exit code, or the signal's name. */
  ended: Promise<number | string | null>;
  /** Resolves when standard output (`out`) or standard error holds the words. */
  says(words: string): Promise<void>;
}

/** Runs a command in `folder`, in a process group of its own. */
export function run(folder: string, command: string[], environment: NodeJS.ProcessEnv = {}): Run {
  const [first = '', ...rest] = command;
  const env = { ...process.env, ...environment };
  const child = spawn(first, rest, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let out = '';
  let error = '';
  child.stdout.on('data', (part) => {
    out += part;
  });
  child.stderr.on('data', (part) => {
    error += part;
  });
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  const says = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => (out.includes(words) || error.includes(words)) && resolve();
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.on('close', () => reject(new Error(`It ended without saying "${words}": ${out}${error}`)));
      look();
    });
  return { child, out: () => out, error: () => error, ended, says };
}
