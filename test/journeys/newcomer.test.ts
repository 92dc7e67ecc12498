import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeCheckout, run } from './checkout.ts';

let checkout: ReturnType<typeof makeCheckout>;

beforeEach(() => {
  checkout = makeCheckout();
});

afterEach(() => {
  checkout.remove();
});

/** Where what is unpacked matters: with the pinned Node itself. */
function makeWhole(): void {
  checkout.remove();
  checkout = makeCheckout('whole');
}

/** The pinned Node, and the newcomer's own when the tests were started with one. */
const nodes = [...new Set([process.execPath, process.env.npm_node_execpath ?? process.execPath])];
const start = ['bin/start.mjs', 'serve', '--port', '0'];
const said = JSON.stringify({ node: process.versions.node, args: ['serve', '--port', '0'] });

/** Runs a shell line with `$1` = the checkout inside mounts of its own, so that a disk can be full or read-only. */
function runMounted(line: string) {
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  return run('/', [
    'unshare',
    '--mount',
    ...asRoot,
    'sh',
    '-c',
    line,
    'sh',
    checkout.folder,
    process.execPath,
  ]);
}

describe('the first start', () => {
  test.each(nodes)(
    'with %s installs, shows progress, and runs the pinned Node with what it was given',
    async (node) => {
      makeWhole();
      const first = run(checkout.folder, [node, ...start]);
      expect(await first.ended).toBe(4);
      expect(first.out().trim()).toBe(said);
      expect(first.error()).toMatch(/^Installing: .*, 0 s\n(.*, \d+ s\n)*Installed, \d+ s\n$/);
      const second = run(checkout.folder, [node, ...start]);
      expect(await second.ended).toBe(4);
      expect(second.out().trim()).toBe(said);
      expect(second.error()).toBe('');
    },
  );

  test('puts the program together once, and runs its sources where that fails', async () => {
    const builder = join(checkout.folder, 'node_modules', 'rolldown');
    const putTogether = (body: string) => {
      mkdirSync(builder, { recursive: true });
      writeFileSync(
        join(builder, 'package.json'),
        '{"name":"rolldown","type":"module","exports":"./index.js"}',
      );
      writeFileSync(
        join(builder, 'index.js'),
        `import { mkdirSync, writeFileSync } from 'node:fs'; export const build = ${body};`,
      );
    };
    expect(await run(checkout.folder, [process.execPath, ...start]).ended).toBe(4);
    putTogether('() => { throw new Error("no room"); }');
    const failing = run(checkout.folder, [process.execPath, ...start]);
    expect(await failing.ended).toBe(4);
    expect(failing.error()).toContain('is run from its sources, which start more slowly: no room');
    putTogether(
      "async ({ output: { dir } }) => { mkdirSync(dir); writeFileSync(dir + '/main.mjs', 'process.exitCode = 9'); }",
    );
    const first = run(checkout.folder, [process.execPath, ...start]);
    expect(await first.ended).toBe(9);
    expect(first.error()).toContain('The program is put together');
    const second = run(checkout.folder, [process.execPath, ...start]);
    expect([await second.ended, second.error()]).toEqual([9, '']);
    appendFileSync(join(checkout.folder, 'src', 'main.ts'), '// changed');
    putTogether('() => undefined');
    expect(await run(checkout.folder, [process.execPath, ...start]).ended).toBe(4);
  });

  test('is done once when two are started in the same moment', async () => {
    const both = [1, 2].map(() => run(checkout.folder, [process.execPath, ...start]));
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([4, 4]);
    expect(both.map((one) => one.out().trim())).toEqual([said, said]);
    expect(both.filter((one) => one.error().includes('Installed'))).toHaveLength(1);
  });

  test('that was killed in the middle is finished by the next one', async () => {
    makeWhole();
    const killed = run(checkout.folder, [process.execPath, ...start]);
    await killed.says('Installing');
    process.kill(-(killed.child.pid ?? 0), 'SIGKILL');
    await killed.ended;
    expect(existsSync(join(checkout.folder, '.cache', 'setup.lock'))).toBe(true);
    const next = run(checkout.folder, [process.execPath, ...start]);
    expect(await next.ended).toBe(4);
    expect(next.out().trim()).toBe(said);
  });

  test('keeps standard output to itself when npx starts it, also while it is set up', async () => {
    const answer = run(checkout.folder, [process.execPath, 'bin/answerable.mjs', 'report', '--json']);
    expect(await answer.ended).toBe(4);
    expect(JSON.parse(answer.out())).toEqual({ node: process.versions.node, args: ['report', '--json'] });
  });

  test('without a network says so in one sentence', async () => {
    const nowhere = {
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_cache: join(checkout.folder, '.cache', 'npm'),
    };
    const tried = run(checkout.folder, [process.execPath, ...start], nowhere);
    expect(await tried.ended).toBe(1);
    expect(tried.error().trim().split('\n').at(-1)).toMatch(
      /^The npm registry cannot be reached: check the network/,
    );
    expect(tried.out()).toBe('');
  });

  test('on a full disk says so in one sentence', async () => {
    makeWhole();
    const tried = runMounted(
      'cp -r "$1" /tmp/full.$$ && mount -t tmpfs -o size=8m small "$1" && cp -r /tmp/full.$$/. "$1" && rm -r /tmp/full.$$ && cd "$1" && exec "$2" bin/start.mjs',
    );
    expect(await tried.ended).toBe(1);
    expect(tried.error().trim().split('\n').at(-1)).toMatch(/^The disk is full: free at least/);
  });

  test('in a folder that may only be read says so in one sentence', async () => {
    const tried = runMounted(
      'mount --bind -o ro "$1" "$1" && mount -o remount,bind,ro "$1" && cd "$1" && exec "$2" bin/start.mjs',
    );
    expect(await tried.ended).toBe(1);
    expect(tried.error().trim()).toBe(
      `${checkout.folder} cannot be written: make it writable for this person and start again.`,
    );
  });
});

describe('a running program', () => {
  let installed: ReturnType<typeof makeCheckout>;

  beforeAll(async () => {
    installed = makeCheckout();
    await run(installed.folder, [process.execPath, ...start]).ended;
  });

  afterAll(() => {
    installed.remove();
  });

  test.each(nodes)(
    'started by %s is stopped in order by a signal, and its exit code is kept',
    async (node) => {
      const started = run(installed.folder, [node, 'bin/start.mjs', 'wait']);
      await started.says('"wait"');
      started.child.kill('SIGTERM');
      expect(await started.ended).toBe(7);
      expect(started.out()).toContain('stopped in order');
    },
  );

  test('is stopped in order when npm is told to stop', async () => {
    const started = run(installed.folder, ['npm', 'start', '--', 'wait']);
    await started.says('"wait"');
    started.child.kill('SIGTERM');
    await started.says('stopped in order');
    await started.ended;
  });
});

test('a step that does not exist is answered with those that do', async () => {
  const tried = run(checkout.folder, [process.execPath, 'bin/test.mjs', 'everything']);
  expect(await tried.ended).toBe(2);
  expect(tried.error()).toMatch(
    /^There is no step everything\. The steps are: format, types, .*storage, journeys, browser\.\n$/,
  );
});
