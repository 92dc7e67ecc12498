import { randomBytes } from 'node:crypto';
import { mockNetworkUtilities, TestBsky, TestBsync, TestPds, TestPlc } from '@atproto/dev-env';
import pg from 'pg';

/** Port 0 cannot be used: the services of the network have to know each other's addresses before they start. */
async function freePort() {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise((resolve) => server.listen(0, resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The appview's database code refuses digits in a schema's name. */
function schemaName() {
  return `lab_${[...randomBytes(10)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')}`;
}

async function dropSchemas(postgresUrl, schemas) {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  for (const schema of schemas) await client.query(`drop schema if exists "${schema}" cascade`);
  await client.end();
}

/** Directory and personal data server only: no database, no notifications, no search, no profiles. */
export async function startWithoutAppview({ rateLimits }) {
  const plc = await TestPlc.create({});
  const pds = await TestPds.create({
    didPlcUrl: plc.url,
    rateLimitsEnabled: rateLimits,
    port: await freePort(),
  });
  mockNetworkUtilities(pds);
  return {
    plc,
    pds,
    appview: null,
    async close() {
      await pds.close();
      await plc.close();
    },
  };
}

/** Directory, personal data server and appview: everything but moderation, which nobody here asks. */
export async function startWithAppview({ postgresUrl, rateLimits }) {
  const schema = schemaName();
  const schemas = [`bsync_${schema}`, `appview_${schema}`];
  const plc = await TestPlc.create({});
  const pdsPort = await freePort();
  const bsync = await TestBsync.create({ apiKeys: ['lab'], dbUrl: postgresUrl, dbSchema: schemas[0] });
  const bsky = await TestBsky.create({
    port: await freePort(),
    plcUrl: plc.url,
    pdsPort,
    bsyncApiKey: 'lab',
    bsyncUrl: bsync.url,
    repoProvider: `ws://localhost:${pdsPort}`,
    dbPostgresSchema: schemas[1],
    dbPostgresUrl: postgresUrl,
    redisHost: 'unused',
  });
  bsync.ctx.dataplaneClients = [bsky.ctx.dataplane];
  const pds = await TestPds.create({
    port: pdsPort,
    didPlcUrl: plc.url,
    bskyAppViewUrl: bsky.url,
    bskyAppViewDid: bsky.ctx.cfg.serverDid,
    rateLimitsEnabled: rateLimits,
  });
  mockNetworkUtilities(pds, bsky);
  return {
    plc,
    pds,
    appview: bsky,
    async close() {
      await Promise.allSettled([bsky.close(), bsync.close(), pds.close(), plc.close()]);
      await dropSchemas(postgresUrl, schemas);
    },
  };
}
