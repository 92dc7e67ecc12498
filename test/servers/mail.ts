/**
 * Dovecot and Postfix on loopback, for one test, with settings and folders of their own. Prints one line of JSON when ready; ends on SIGTERM and when its
 * standard input closes, so that it never outlives the test that started it. Needs root: both change to accounts of their own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { dovecotSettings, namedPeople } from './mail/dovecot.ts';
import { mainCf, masterCf } from './mail/postfix.ts';

const nobody = 65_534;
const folder = mkdtempSync(join(tmpdir(), 'mail-'));
chmodSync(folder, 0o755);
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
      child.kill('SIGTERM');
      return ended;
    }),
  );
  await endPostfix();
  if (code !== 0) for (const name of ['dovecot.log', 'postfix.log']) tellLog(join(folder, name));
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}
/** What `postfix` starts is a process of a session of its own, which notes its number. */
async function endPostfix(): Promise<void> {
  const note = join(folder, 'queue', 'pid', 'master.pid');
  if (!existsSync(note)) return;
  const pid = Number(readFileSync(note, 'utf8'));
  for (const deadline = Date.now() + 5_000; Date.now() < deadline && pid > 1; await pause(50)) {
    try {
      process.kill(pid, 'SIGTERM');
    } catch {
      return; // it has ended
    }
  }
}

/** Why a server did not start stands in its own log. */
function tellLog(path: string): void {
  if (existsSync(path)) process.stderr.write(readFileSync(path));
}
process.on('SIGTERM', () => void end(0));
process.on('SIGINT', () => void end(0));
process.stdin
  .on('end', () => void end(0))
  .on('close', () => void end(0))
  .resume();

/** Number and group of a system account. */
function accountOf(name: string): [number, number] {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return [Number(uid), Number(gid)];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Takes nobody's mail: every sender gets it back. */
async function refusingServer(): Promise<number> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('5.2.2 The mailbox is full'), { responseCode: 552 })),
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.server.address() as AddressInfo).port;
}

function start(program: string, args: string[]): void {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => process.stderr.write(data));
  }
  child.on('exit', (code) => {
    if (ending) return;
    process.stderr.write(`${program} ended with ${code}\n`);
    void end(1);
  });
}

async function listening(port: number): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(50)) {
    const socket = connect(port, '127.0.0.1');
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (open) return;
  }
  throw new Error(`nobody listens at ${port}`);
}

try {
  const [imap, lmtp, auth, smtp] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const refusing = await refusingServer();
  for (const name of ['run', 'state', 'mail', 'conf', 'queue', 'data']) mkdirSync(join(folder, name));
  chownSync(join(folder, 'mail'), nobody, nobody);
  chownSync(join(folder, 'data'), ...accountOf('postfix'));
  writeFileSync(join(folder, 'dovecot.conf'), dovecotSettings({ folder, imap, lmtp, auth }));
  writeFileSync(join(folder, 'people'), namedPeople(folder));
  const place = { folder, smtp, lmtp, auth, refusing };
  writeFileSync(join(folder, 'conf', 'main.cf'), mainCf(place));
  writeFileSync(join(folder, 'conf', 'master.cf'), masterCf(place));
  start('/usr/sbin/dovecot', ['-F', '-c', join(folder, 'dovecot.conf')]);
  start('/usr/sbin/postfix', ['-c', join(folder, 'conf'), 'start-fg']);
  await Promise.all([imap, lmtp, smtp].map(listening));
  process.stdout.write(`${JSON.stringify({ imap, smtp, folder })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  await end(1);
}
