import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { runInFront } from './runProgram.mjs';
import { root } from './setup.mjs';

const biome = ['node_modules/@biomejs/biome/bin/biome', 'ci', '.'];
const types = (file) => ['node_modules/typescript/bin/tsc', '--noEmit', '-p', file];
// Left to itself vitest leaves one of two cores alone; most of a journey, of a browser's test too, is waiting: for an undo to pass, a database to come back, a program to start.
const tests = (project, workers) => [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project',
  project,
  `--maxWorkers=${workers}`,
];

/** Every step of `npm test`, in order. `args` are given to the pinned Node. */
const steps = [
  { name: 'format', args: biome },
  { name: 'types', args: types('tsconfig.json') },
  { name: 'types-web', args: types('web/tsconfig.json'), needs: 'web/tsconfig.json' },
  {
    name: 'types-worker',
    args: types('web/src/worker/tsconfig.json'),
    needs: 'web/src/worker/tsconfig.json',
  },
  { name: 'fast', args: tests('fast', 2) },
  // Nearly all of it is waiting for a network: it begins with the first step and is waited for at its place.
  { name: 'servers', args: ['test/servers/install.mjs'], needs: 'test/servers/package.json', beside: true },
  { name: 'storage', args: tests('storage', 3) },
  { name: 'journeys', args: tests('journeys', 3) },
  { name: 'browser', args: tests('browser', 3) },
].filter(({ needs }) => needs === undefined || existsSync(join(root, needs)));

export const stepNames = steps.map(({ name }) => name);

/**
 * Runs the steps named (all when none is) one after the other, goes on after a failure so that all faults are
 * seen, and prints what came out. True when nothing failed.
 * @param {string} node the pinned Node
 * @param {string[]} names
 */
export async function runSteps(node, names) {
  const results = [];
  let withoutServers = false;
  const chosen = steps.filter(({ name }) => wanted(names).includes(name));
  const begun = new Map(
    chosen.filter(({ beside }) => beside).map((step) => [step.name, runBeside(node, step)]),
  );
  for (const step of chosen) {
    const result = await (begun.get(step.name)?.end() ?? runStep(node, step, withoutServers));
    if (step.name === 'servers' && result.outcome !== 'ok') {
      withoutServers = true;
      if (process.env.CI !== 'true') result.outcome = 'LEFT OUT';
    }
    results.push(result);
    if (result.interrupted) break;
  }
  summarise(results, withoutServers);
  return results.every(({ outcome }) => outcome === 'ok' || outcome === 'LEFT OUT');
}

/** The real network servers belong to the journeys and to the browser's tests. */
function wanted(names) {
  if (names.length === 0) return stepNames;
  return names.some((name) => name === 'journeys' || name === 'browser') ? [...names, 'servers'] : names;
}

/** Begins a step whose output is kept until `end` is asked for: that prints it and answers what came out. */
function runBeside(node, step) {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-step-'));
  const file = join(folder, 'output');
  const output = openSync(file, 'w');
  const running = runProgramOf(node, step.args, ['ignore', output, output]);
  const end = async () => {
    process.stdout.write(`\n== ${step.name}\n`);
    const result = await running;
    closeSync(output);
    process.stdout.write(readFileSync(file, 'utf8'));
    rmSync(folder, { recursive: true });
    return { name: step.name, ...result };
  };
  return { end };
}

async function runStep(node, { name, args }, withoutServers) {
  process.stdout.write(`\n== ${name}\n`);
  const isTests = args[0].includes('vitest');
  const all = isTests && withoutServers ? [...args, '--exclude', '**/*.servers.test.ts'] : args;
  const folder = mkdtempSync(join(tmpdir(), 'answerable-step-'));
  const file = join(folder, 'faults');
  const result = await runProgramOf(node, all, 'inherit', { ANSWERABLE_FAULTS: file });
  const faults = existsSync(file) ? readFileSync(file, 'utf8') : '';
  rmSync(folder, { recursive: true });
  return { name, faults, ...result };
}

async function runProgramOf(node, args, stdio, more = {}) {
  const began = Date.now();
  const path = [join(root, 'node_modules', '.bin'), dirname(node), process.env.PATH].join(delimiter);
  const env = { ...process.env, ...more, PATH: path };
  const { code, signal } = await runInFront(node, args, { cwd: root, env, stdio });
  const interrupted = signal !== null || code === 130 || code === 143;
  return { outcome: code === 0 ? 'ok' : 'FAILED', seconds: (Date.now() - began) / 1000, interrupted };
}

function summarise(results, withoutServers) {
  const rows = results.map(
    ({ name, outcome, seconds }) => `  ${name.padEnd(12)}${seconds.toFixed(1).padStart(7)} s  ${outcome}`,
  );
  process.stdout.write(`\n== summary\n${rows.join('\n')}\n`);
  for (const { name, faults } of results)
    if (faults) process.stdout.write(`\n  What failed in ${name}:\n${faults}`);
  if (withoutServers) {
    const files = readdirSync(join(root, 'test'), { recursive: true }).filter((name) =>
      /\.servers\.test\.ts$/.test(name),
    );
    const why = 'the real network servers of test/servers could not be installed (see above)';
    process.stdout.write(
      `LEFT OUT: ${why}: ${files.join(', ') || 'no test file is named *.servers.test.ts'}\n`,
    );
  }
}
