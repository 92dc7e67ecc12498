/** A TLS server with a certificate of its own, before a server of this machine: what an institution puts before the program, on loopback. */
import { execFile } from 'node:child_process';
import { hash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface WithTls {
  port: number;
  /** SHA-256 of the public key, in base64: how a browser is told to believe it. */
  key: string;
  close(): Promise<void>;
}

/** Opens one before `target`; the certificate lies in `folder`. Needs `openssl`. */
export async function withTls(target: URL, folder: string): Promise<WithTls> {
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
  await run('openssl', [
    ...made.split(' '),
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
    '-keyout',
    keyFile,
    '-out',
    certFile,
  ]);
  const [key, cert] = await Promise.all([readFile(keyFile), readFile(certFile)]);
  const server = createServer({ key, cert }, (asked, answer) => {
    const { method, url, headers } = asked;
    const inner = request(
      { host: target.hostname, port: target.port, method, path: url, headers },
      (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
      },
    );
    inner.on('error', () => answer.destroy());
    asked.pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const spki = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return {
    port: (server.address() as AddressInfo).port,
    key: hash('sha256', spki, 'base64'),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
