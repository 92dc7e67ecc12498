import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { guardedRequest } from './guardedRequest.ts';

let server: Server;
let base: string;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/redirect') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    else if (request.url === '/large') response.end('x'.repeat(2_000));
    else if (request.url === '/silent') return;
    else {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => response.writeHead(201, { 'x-said': body }).end('kept'));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
  base = `http://127.0.0.1:${port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'hello' } as const;
const options = { mostBytes: 1_000, timeoutMilliseconds: 5_000, privateHosts: ['127.0.0.1'] };

it('asks a host that the operator allows, and answers whatever came', async () => {
  const answer = await guardedRequest(`${base}/in`, ask, options);
  expect(answer).toMatchObject({ status: 201, headers: { 'x-said': 'hello' } });
  expect(answer.bytes.toString()).toBe('kept');
});

it('follows no redirect', async () => {
  expect((await guardedRequest(`${base}/redirect`, ask, options)).status).toBe(302);
});

it('refuses the private network, also behind a name, and http', async () => {
  const none = { ...options, privateHosts: [] };
  for (const address of [
    'https://127.0.0.1/',
    'https://10.0.0.5/',
    'https://[::1]/',
    'https://169.254.169.254/',
  ])
    await expect(guardedRequest(address, ask, none)).rejects.toMatchObject({ code: 'address_private' });
  const named = { ...none, resolve: async () => ['93.184.216.34', '127.0.0.1'] };
  await expect(guardedRequest('https://hooks.example/', ask, named)).rejects.toMatchObject({
    code: 'address_private',
  });
  for (const address of [base, 'ftp://hooks.example/', 'https://a:b@hooks.example/', 'no address'])
    await expect(guardedRequest(address, ask, none)).rejects.toMatchObject({ code: 'input_invalid' });
  // An allowed host allows no other.
  await expect(guardedRequest('https://10.0.0.5/', ask, options)).rejects.toMatchObject({
    code: 'address_private',
  });
});

it('says what went wrong: nobody there, too slow, too much', async () => {
  const refused = (path: string, more: object = {}) => guardedRequest(path, ask, { ...options, ...more });
  await expect(refused('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'network_unreachable' });
  await expect(refused(`${base}/silent`, { timeoutMilliseconds: 50 })).rejects.toMatchObject({
    sentence: 'It did not answer in time.',
  });
  await expect(refused(`${base}/large`)).rejects.toMatchObject({
    sentence: 'It answered more than is taken.',
  });
});
