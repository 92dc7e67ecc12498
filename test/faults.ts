import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** Of a message and of a list: what one look takes in. The whole is in the output above. */
const linesOfOne = 6;

type Fault = { message?: string | undefined; stack?: string | undefined };

const said = ({ message, stack }: Fault): string =>
  `${message ?? 'no message'}\n${(stack ?? '').split('\n').find((line) => /\.tsx?:\d/.test(line)) ?? ''}`
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, linesOfOne)
    .map((line) => `      ${line.trim().slice(0, 300)}`)
    .join('\n');

function* faultsOf(module: TestModule): Generator<string> {
  const file = module.relativeModuleId;
  for (const error of module.errors()) yield `    ${file}\n${said(error)}`;
  for (const suite of module.children.allSuites())
    for (const error of suite.errors()) yield `    ${file} > ${suite.fullName}\n${said(error)}`;
  for (const test of module.children.allTests('failed'))
    yield `    ${file} > ${test.fullName} (${Math.round(test.diagnostic()?.duration ?? 0)} ms)\n${(test.result().errors ?? []).map(said).join('\n')}`;
}

/**
 * Writes what failed, file, name and first lines, to the file that ANSWERABLE_FAULTS names: `npm test` says it again beneath
 * its summary, since the end of a long output is what is kept and read.
 */
export class Faults implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly Fault[]): void {
    const file = process.env.ANSWERABLE_FAULTS;
    if (file === undefined) return;
    const faults = [
      ...modules.flatMap((module) => [...faultsOf(module)]),
      ...unhandled.map((error) => `    outside of any test\n${said(error)}`),
    ];
    appendFileSync(file, faults.map((fault) => `${fault}\n`).join(''));
  }
}
