/** The double of X behind TLS, under X's own name: for a client of somebody else that speaks to nothing else. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { Agent, createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { XDouble } from './xDouble.ts';

const made =
  'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=api.x.com -addext subjectAltName=DNS:api.x.com';

export interface UnderItsName {
  double: XDouble;
  /** Leads every connection to the double, whatever it is meant for. */
  agent: Agent;
}

/** Null where there is no `openssl` to make a certificate. */
export async function underItsName(): Promise<UnderItsName | null> {
  const folder = mkdtempSync(join(tmpdir(), 'x-double-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    execFileSync('openssl', [...made.split(' '), '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' });
  } catch {
    return null;
  }
  const cert = readFileSync(certFile);
  const double = await new XDouble(createServer({ key: readFileSync(keyFile), cert })).open();
  const agent = new Agent({ keepAlive: false });
  agent.createConnection = () =>
    connect({ host: '127.0.0.1', port: double.port, ca: cert, servername: 'api.x.com' });
  return { double, agent };
}
