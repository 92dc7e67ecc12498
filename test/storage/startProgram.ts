import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./databaseProgram.ts', import.meta.url));

interface Line {
  step?: string;
  url?: string;
  adopted?: boolean;
  code?: string;
  sentence?: string;
}

export interface Program {
  child: ChildProcess;
  steps: string[];
  /** The line with the address, or with the Fault. */
  outcome: Line;
  /** Kills it without any warning and waits until it is gone. */
  kill(): Promise<void>;
  /** Ends it in order. */
  end(): Promise<void>;
}

/** Runs the database in a program of its own; `before` is written before the command (`unshare ...`). */
export async function startProgram(folder: string, before: string[] = []): Promise<Program> {
  const [command = '', ...args] = [...before, process.execPath, program, folder];
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const steps: string[] = [];
  let outcome: Line | undefined;
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    if (line.step) steps.push(line.step);
    else outcome = line;
    if (outcome) break;
  }
  if (!outcome) throw new Error('The program ended without a word.');
  return {
    child,
    steps,
    outcome,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async end() {
      child.stdin.end();
      await gone;
    },
  };
}
