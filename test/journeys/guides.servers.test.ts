/** The guides for nginx and Caddy as they are printed, with other ports: live updates, uploads and addresses through them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command } from '../factories/command.ts';
import { adapted, blocksOf, freePort, isInstalled, startServer } from '../factories/guides.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';

interface Proxy {
  name: string;
  /** Answers how it is started, with its configuration for these ports in a folder. */
  configure(folder: string, port: number, program: number): [string, ...string[]];
}

const nginx: Proxy = {
  name: 'nginx',
  configure(folder, port, program) {
    const [block = ''] = blocksOf('nginx.md', 'nginx');
    const servers = adapted(block, [
      ['server 127.0.0.1:4127;', `server 127.0.0.1:${program};`],
      ['listen 443 ssl;', `listen 127.0.0.1:${port};`],
      [/ +ssl_certificate .*\n/, ''],
      [/ +ssl_certificate_key .*\n/, ''],
      ['listen 80;', `listen 127.0.0.1:${port};`],
      ['server_name desk.example;\n  return', 'server_name elsewhere.example;\n  return'],
      // The name leads nowhere here: the first server answers to every name.
      ['server_name desk.example;', 'server_name _;'],
    ]);
    for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(folder, name));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${join(folder, name.replace('client_', ''))};`)
      .join('\n');
    const path = join(folder, 'nginx.conf');
    const main = `daemon off;\nmaster_process off;\npid ${folder}/nginx.pid;\nerror_log stderr;\n`;
    writeFileSync(path, `${main}events {}\nhttp {\naccess_log off;\n${temporary}\n${servers}\n}\n`);
    return ['nginx', '-c', path, '-p', folder];
  },
};

const caddy: Proxy = {
  name: 'caddy',
  configure(folder, port, program) {
    const [block = ''] = blocksOf('caddy.md', 'caddy');
    const site = adapted(block, [
      ['desk.example {', `http://127.0.0.1:${port} {`],
      ['127.0.0.1:4127', `127.0.0.1:${program}`],
    ]);
    const path = join(folder, 'Caddyfile');
    writeFileSync(path, `{\n  admin off\n  auto_https off\n}\n${site}`);
    return ['caddy', 'run', '--config', path, '--adapter', 'caddyfile'];
  },
};

for (const proxy of [nginx, caddy]) {
  describe.skipIf(!isInstalled(proxy.name, ['version']))(`behind ${proxy.name}`, () => {
    let folder: string;
    let address: string;
    let program: Answerable;
    let settings: Record<string, string>;
    let server: { stop(): Promise<void> } | undefined;
    let cookie: string;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), `answerable-${proxy.name}-`));
      const [outside, inside] = [await freePort(), await freePort()];
      address = `http://127.0.0.1:${outside}`;
      settings = { PORT: String(inside), ANSWERABLE_URL: address, ANSWERABLE_PROXIES: '127.0.0.1' };
      program = await startAnswerable({ environment: settings });
      server = await startServer(proxy.configure(folder, outside, inside), `${address}/health`, folder);
    });
    afterAll(async () => {
      await program.close();
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const send = (method: string, path: string, body: string | Uint8Array<ArrayBuffer>, type: string) =>
      fetch(`${address}${path}`, {
        method,
        headers: { origin: address, cookie: cookie ?? '', 'content-type': type },
        body,
      });

    test('links lead through it, and the first run goes through it', async () => {
      expect(program.link()).toContain(`${address}/first-run#token=`);
      const person = {
        name: 'Naledi Dlamini',
        email: 'naledi@water.example',
        password: 'a long enough password',
      };
      const house = {
        organisation: 'Amazi Water',
        institution: 'Amazi Water Board',
        timeZone: 'Africa/Kigali',
      };
      const asked = { token: program.link().split('#token=')[1], ...house, ...person };
      const entered = await send('POST', '/api/first-run', JSON.stringify(asked), 'application/json');
      expect(entered.status).toBe(200);
      cookie = entered.headers
        .getSetCookie()
        .map((line) => line.split(';', 1)[0])
        .join('; ');
      const page = await fetch(address);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    });

    test('a picture of several megabytes goes through it', async () => {
      const noise = {
        create: {
          width: 1_300,
          height: 1_000,
          channels: 3,
          background: 'white',
          noise: { type: 'gaussian', mean: 128, sigma: 60 },
        },
      } as const;
      const picture = new Uint8Array(await sharp(noise).png().toBuffer());
      expect(picture.length).toBeGreaterThan(2_000_000);
      const uploaded = await send('POST', '/api/media', picture, 'image/png');
      expect(uploaded.status).toBe(200);
    });

    test('the doctor finds live updates and proxies well', async () => {
      const doctor = await command({ ...settings, ANSWERABLE_DATA: program.folder }, ['doctor', '--json'])
        .ended;
      const found = JSON.parse(doctor.out) as { check: string; state: string; sentence: string }[];
      const of = (check: string) => found.filter((one) => one.check === check);
      expect(of('live updates')).toMatchObject([{ state: 'ok' }]);
      expect(of('address')).toMatchObject([{ state: 'ok' }]);
      expect(of('proxies')).toMatchObject([{ state: 'ok', sentence: expect.stringContaining('is trusted') }]);
      expect(doctor.code).toBe(0);
    });

    test.runIf(proxy === nginx)('left to gather answers it is named', async () => {
      const own = mkdtempSync(join(tmpdir(), 'answerable-gathering-'));
      const outside = await freePort();
      const words = proxy.configure(own, outside, Number(settings.PORT));
      const path = join(own, 'nginx.conf');
      // As where everything is compressed: the compressor waits for more.
      const gathers =
        'proxy_buffering on; proxy_ignore_headers X-Accel-Buffering; gzip on; gzip_types text/event-stream;';
      writeFileSync(path, adapted(readFileSync(path, 'utf8'), [['proxy_buffering off;', gathers]]));
      const there = `http://127.0.0.1:${outside}`;
      const gathering = await startServer(words, `${there}/health`, own);
      const asked = { ...settings, ANSWERABLE_DATA: program.folder, ANSWERABLE_URL: there };
      const doctor = await command(asked, ['doctor', '--json']).ended;
      await gathering.stop();
      rmSync(own, { recursive: true, force: true });
      expect(doctor.code).toBe(1);
      const found = JSON.parse(doctor.out) as { check: string; mend: string }[];
      expect(found.filter(({ check }) => check === 'live updates')).toMatchObject([
        {
          state: 'fault',
          sentence: expect.stringContaining('nginx'),
          mend: expect.stringContaining('proxy_buffering off;'),
        },
      ]);
    });

    test('a fact reaches an open stream while it is open', async () => {
      const end = new AbortController();
      const stream = await fetch(`${address}/api/events`, { headers: { cookie }, signal: end.signal });
      expect(stream.headers.get('content-type')).toContain('text/event-stream');
      let text = '';
      const reading = (async () => {
        for await (const chunk of stream.body ?? []) {
          text += Buffer.from(chunk).toString();
          if (text.includes('event: history')) return;
        }
      })();
      const rows = {
        id: 'p1',
        conversation: 't1',
        institution: 'Amazi Water Board',
        inbound: true,
        author: 'Amina',
        at: '2030-03-01T00:00:00Z',
        text: 'No water.',
      };
      const archive = join(folder, 'one.ndjson');
      writeFileSync(archive, `${JSON.stringify(rows)}\n`);
      const imported = await command({ ANSWERABLE_DATA: program.folder }, ['import', archive]).ended;
      expect(imported.code).toBe(0);
      await reading;
      end.abort();
      expect(text).toContain('case_opened');
    });
  });
}
