/**
 * Kannel on loopback, for one test, with settings and a folder of its own. Prints one line of JSON when ready; ends on SIGTERM and when its standard input closes, so that it never
 * outlives the test that started it. Arguments: the operator's port, and the address that incoming messages are handed to, `-` for none.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { password, statusPassword, username } from './kannelNames.ts';
import { password as smscPassword, systemId } from './smsc.ts';

const folder = mkdtempSync(join(tmpdir(), 'kannel-'));
const children: ChildProcess[] = [];
let ending = false;

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(1), 10_000).unref();
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  await Promise.all(
    running.map((child) => {
      const ended = once(child, 'exit');
      // It asks its operator to wait on a gentler signal.
      child.kill('SIGKILL');
      return ended;
    }),
  );
  if (code !== 0) process.stderr.write(readFileSync(join(folder, 'log')));
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}
process.on('SIGTERM', () => void end(0));
process.on('SIGINT', () => void end(0));
process.stdin
  .on('end', () => void end(0))
  .on('close', () => void end(0))
  .resume();

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

interface Ports {
  admin: number;
  box: number;
  sendsms: number;
}

const settings = ({ admin, box, sendsms }: Ports, operator: string, getUrl: string): string => `
group = core
admin-port = ${admin}
admin-interface = 127.0.0.1
admin-password = ${statusPassword}
status-password = ${statusPassword}
smsbox-port = ${box}
smsbox-interface = 127.0.0.1
log-level = 1
log-file = "${join(folder, 'log')}"

group = smsc
smsc = smpp
smsc-id = operator
host = 127.0.0.1
port = ${operator}
transceiver-mode = true
smsc-username = ${systemId}
smsc-password = ${smscPassword}
system-type = ""
source-addr-autodetect = true
reconnect-delay = 1
msg-id-type = 0x00

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${sendsms}
sendsms-interface = 127.0.0.1
log-level = 1

group = sendsms-user
username = ${username}
password = ${password}
concatenation = true
max-messages = 10
${
  getUrl === '-'
    ? ''
    : `
group = sms-service
keyword = default
get-url = "${getUrl}"
max-messages = 0
assume-plain-text = true
omit-empty = true
catch-all = true
`
}`;

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

async function started(program: string, port: number, file: string): Promise<void> {
  const child = spawn(program, [file], { stdio: ['ignore', 'ignore', 'ignore'] });
  children.push(child);
  child.on('exit', () => {
    if (!ending) void end(1);
  });
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(50))
    if (await answers(port)) return;
  await end(1);
}

const [operator = '', getUrl = '-'] = process.argv.slice(2);
const ports: Ports = { admin: await freePort(), box: await freePort(), sendsms: await freePort() };
const file = join(folder, 'kannel.conf');
writeFileSync(join(folder, 'log'), '');
writeFileSync(file, settings(ports, operator, getUrl));
await started('/usr/sbin/bearerbox', ports.box, file);
await started('/usr/sbin/smsbox', ports.sendsms, file);
process.stdout.write(`${JSON.stringify(ports)}\n`);
