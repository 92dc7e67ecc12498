/** Fetching from addresses that strangers wrote, against a server of our own on the loopback. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchImage } from '../../src/outside/fetchImage.ts';
import { guardedFetch } from '../../src/outside/guardedFetch.ts';

let server: Server;
let base: string;
let picture: Buffer;
const asked: string[] = [];

const limits = { mostBytes: 100_000, timeoutMilliseconds: 3_000 };
const here = { ...limits, allowLoopback: true };

beforeAll(async () => {
  picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const [, what, more] = (request.url ?? '').split('/');
    if (what === 'picture') response.writeHead(200, { 'content-type': 'text/html' }).end(picture);
    else if (what === 'page')
      response.writeHead(200, { 'content-type': 'image/png' }).end('<script></script>');
    else if (what === 'to')
      response.writeHead(302, { location: decodeURIComponent(more ?? '') }).end('moved');
    else if (what === 'round') response.writeHead(302, { location: '/round' }).end();
    else if (what === 'endless') {
      const write = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384)));
      };
      response.on('drain', write);
      write();
    } else if (what === 'announced') response.writeHead(200, { 'content-length': '999999999' }).write('x');
    else if (what !== 'silent') response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const to = (address: string) => `${base}/to/${encodeURIComponent(address)}`;

describe('fetching from a stranger’s address', () => {
  it('does not speak to this machine unless a test says so', async () => {
    const before = asked.length;
    for (const address of [
      base.replace(/:\d+$/, '/picture'),
      'http://localhost/picture',
      'http://[::1]/picture',
      'http://[::ffff:127.0.0.1]/picture',
      'http://2130706433/picture',
      'http://0x7f.1/picture',
      'http://0177.0.0.1/picture',
      'http://127.1/picture',
      'http://0/picture',
      'http://169.254.169.254/latest/meta-data/',
    ])
      await expect(guardedFetch(address, limits)).rejects.toMatchObject({ code: 'address_private' });
    expect(asked.length).toBe(before);
  });

  it('refuses ports, schemes and passwords that are not the open web’s', async () => {
    await expect(guardedFetch('http://example.com:6379/', limits)).rejects.toMatchObject({
      code: 'address_private',
    });
    for (const address of [
      'file:///etc/passwd',
      'ftp://example.com/x',
      'data:image/png;base64,AA',
      'nonsense',
    ])
      await expect(guardedFetch(address, limits)).rejects.toMatchObject({ code: 'media_refused' });
    await expect(guardedFetch('http://a:b@example.com/', limits)).rejects.toMatchObject({
      code: 'media_refused',
    });
  });

  it('refuses a name of which one address is private', async () => {
    const resolve = async () => ['8.8.8.8', '10.0.0.7'];
    await expect(guardedFetch('http://two.example/', { ...limits, resolve })).rejects.toMatchObject({
      code: 'address_private',
    });
  });

  it('asks for a name once and connects to what was checked', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const address = base.replace('127.0.0.1', 'changing.example');
    const fetched = await guardedFetch(`${address}/picture`, {
      ...here,
      resolve: async () => answers.shift() ?? [],
    });
    expect(fetched.bytes.equals(picture)).toBe(true);
    expect(answers.length).toBe(1);
  });

  it('checks every redirect anew', async () => {
    expect((await guardedFetch(to('/picture'), here)).bytes.equals(picture)).toBe(true);
    for (const hidden of ['http://10.0.0.1/', 'http://169.254.169.254/', 'http://[fd00:ec2::254]/'])
      await expect(guardedFetch(to(hidden), here)).rejects.toMatchObject({ code: 'address_private' });
    await expect(guardedFetch(to('file:///etc/passwd'), here)).rejects.toMatchObject({
      code: 'media_refused',
    });
  });

  it('follows three redirects and no more', async () => {
    const before = asked.length;
    await expect(guardedFetch(`${base}/round`, here)).rejects.toMatchObject({ code: 'media_refused' });
    expect(asked.length - before).toBe(4);
  });

  it('stops an endless body, announced or not', async () => {
    for (const path of ['endless', 'announced'])
      await expect(guardedFetch(`${base}/${path}`, here)).rejects.toMatchObject({ code: 'media_too_large' });
  });

  it('gives up on a server that says nothing', async () => {
    await expect(guardedFetch(`${base}/silent`, { ...here, timeoutMilliseconds: 200 })).rejects.toMatchObject(
      { code: 'media_refused' },
    );
  });

  it('believes the bytes and not the header', async () => {
    expect((await fetchImage(`${base}/picture`, { allowLoopback: true })).type).toBe('image/png');
    await expect(fetchImage(`${base}/page`, { allowLoopback: true })).rejects.toMatchObject({
      code: 'media_refused',
    });
  });
});
