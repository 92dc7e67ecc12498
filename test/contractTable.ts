import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';
import type { ContractRow } from '../src/channels/contractRow.ts';

interface Line extends ContractRow {
  passed: number;
  failed: number;
  skipped: number;
}

/** The suite of the contract that a row belongs to. */
function suiteOf(test: TestCase): TestSuite | null {
  const { parent } = test;
  return parent.type === 'suite' ? parent : null;
}

function lineOf(test: TestCase, row: ContractRow): Line {
  const tests = [...(suiteOf(test)?.children.allTests() ?? [])];
  const count = (state: 'passed' | 'failed' | 'skipped') =>
    tests.filter((one) => one.result().state === state).length;
  // A channel with several networks behind it is tried with each: the suite says with which.
  const tried = (suiteOf(test)?.name ?? '').replace(' keeps the contract of channels', '');
  const channel = / by | \(/.test(tried) ? tried : row.channel;
  return { ...row, channel, passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

const widths = { channel: 24, evidence: 34, abilities: 46, tests: 12, leftOut: 46 };

function printed({ channel, evidence, abilities, passed, failed, skipped, leftOut }: Line): string {
  const tests = `${passed} run${failed > 0 ? `, ${failed} FAILED` : ''}${skipped > 0 ? `, ${skipped} left out` : ''}`;
  const cells = { channel, evidence, abilities, tests, leftOut: leftOut.join('; ') || 'nothing' };
  const columns = (Object.keys(widths) as (keyof typeof widths)[]).map((name) =>
    wrapped(cells[name], widths[name]),
  );
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, n) =>
    Object.values(widths)
      .map((width, at) => (columns[at]?.[n] ?? '').padEnd(width))
      .join('  ')
      .trimEnd(),
  ).join('\n');
}

/** Prints, after a run in which the contract of channels was tried, what it says of each: evidence, abilities, tests, and what was left out and why. */
export class ContractTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap((module) =>
      [...module.children.allTests()].flatMap((test) => {
        const row = test.meta().channel;
        return row === undefined ? [] : [lineOf(test, row)];
      }),
    );
    if (lines.length === 0) return;
    const head = printed({
      ...{
        channel: 'channel',
        evidence: 'evidence (things tried)',
        abilities: 'abilities',
        leftOut: ['left out, and why'],
      },
      ...{ passed: 0, failed: 0, skipped: 0 },
    }).replace('0 run', 'tests');
    const rows = lines.sort((a, b) => a.channel.localeCompare(b.channel)).map(printed);
    console.log(`\nThe contract of channels\n\n${[head, ...rows].join('\n\n')}\n`);
  }
}
