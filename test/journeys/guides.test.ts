/** The units of the guide for systemd, read by systemd itself where it is installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { adapted, blocksOf, isInstalled } from '../factories/guides.ts';

const folder = mkdtempSync(join(tmpdir(), 'answerable-units-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [service = '', backup = '', timer = ''] = blocksOf('systemd.md', 'ini');

/** What systemd-analyze says of a unit beside the others; programs that are not on this machine are put in its place. */
function verified(name: string, unit: string): { status: number | null; said: string } {
  writeFileSync(join(folder, name), unit);
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', join(folder, name)], {
    encoding: 'utf8',
  });
  // Units of the machine itself are none of ours.
  const said = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('answerable'));
  return { status, said: said.join('\n') };
}

test.skipIf(!isInstalled('systemd-analyze', ['--version']))('systemd takes the units of the guide', () => {
  const program = [[/\/usr\/bin\/npm/, '/bin/true']] as const;
  expect(verified('answerable.service', adapted(service, program)).said).toBe('');
  const nightly = adapted(backup, [[/\/usr\/bin\/npx/, '/bin/true']]);
  expect(verified('answerable-backup.service', nightly).said).toBe('');
  expect(verified('answerable-backup.timer', timer).said).toBe('');
  // The check itself sees faults.
  const spoilt = adapted(service, [[/ExecStart=.*/, 'ExecStart=/nowhere/npm start']]);
  expect(verified('answerable.service', spoilt).said).toContain('/nowhere/npm');
});
