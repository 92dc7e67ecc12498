import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { consoleIsStale } from '../build-console.mjs';
import { codeCache, programFile, programIsStale } from '../build-program.mjs';
import { SetupFault } from './machine.mjs';
import { root, setup } from './setup.mjs';

/** How the program's Node is started. What is young is looked through more often, so that fifty accounts do not hold a hundred megabytes that nobody needs any more. */
export const nodeFlags = ['--max-semi-space-size=8', '--heap-growing-percent=40'];

/**
 * Sets up, then becomes the program: the pinned Node runs what src/main.ts was put together to, with `args`, with this
 * process's terminal, signals and exit code.
 * @param {string[]} args
 */
export async function setUpAndRun(args) {
  const node = await orSay(() => setup({ full: false }));
  if (args.length === 0 || ['serve', 'demo', '--demo'].includes(args[0])) await buildConsoleWhenStale(node);
  // Without it everything works as well, from the sources: what failed has been said.
  let file = programFile();
  if (programIsStale(file)) {
    await runInFront(node, [join(root, 'bin', 'build-program.mjs')]);
    file = programFile();
  }
  const command = [...nodeFlags, file, ...args];
  const env = { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? codeCache };
  // Replacing this process leaves nobody in between: no memory, no signal to pass on.
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    process.execve(node, [node, ...command], env);
  }
  endLike(await runInFront(node, command, { env }));
}

/** What serves the console needs one; a console that cannot be built has said why, and nothing is started without it. */
async function buildConsoleWhenStale(node) {
  // A package that came with its console built has no sources to build it from.
  if (!existsSync(join(root, 'web', 'vite.config.ts')) || !consoleIsStale()) return;
  const result = await runInFront(node, [join(root, 'bin', 'build-console.mjs')]);
  if (result.code !== 0) endLike(result);
}

/** Ends this process with one sentence when the set-up fails. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export async function orSay(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SetupFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/**
 * Runs a command in the foreground and passes signals on.
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
export function runInFront(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  const pass = (signal) => {
    // A terminal's Ctrl-C has already reached every process in front.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const each of signals) process.off(each, pass);
      resolve({ code, signal });
    });
  });
}

function endLike({ code, signal }) {
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
}
