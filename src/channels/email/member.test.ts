import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccountAccess } from '../channel.ts';
import { writeToMember } from './member.ts';

const now = new Date('2031-01-06T05:30:00Z');
const came: { to: string[]; source: string }[] = [];
let server: SMTPServer;
let refuses = false;

beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) =>
      done(refuses ? Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 }) : null),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        came.push({
          to: envelope.rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

const account = (): AccountAccess => ({
  accountId: 'a',
  networkId: 'care@water.example',
  handle: 'care@water.example',
  settings: {
    name: 'Karoo Water',
    smtpHost: '127.0.0.1',
    smtpPort: String((server.server.address() as AddressInfo).port),
    smtpSecurity: 'none',
  },
  secret: {},
  ourIds: [],
  watched: [],
  keepSecret: async () => undefined,
});
const letter = {
  id: '0190',
  to: 'clare@water.example',
  subject: 'A post names you',
  text: 'Case 7',
  html: '<p>Case 7</p>',
  at: now,
};
const write = () => writeToMember({ now: () => now }, account(), letter);

it('writes to the member alone, and says that a program wrote', async () => {
  expect(await write()).toEqual({
    kind: 'sent',
    networkId: '<alert.0190@water.example>',
    at: now,
    handle: {},
  });
  const [one] = came;
  expect(one?.to).toEqual(['clare@water.example']);
  expect(one?.source).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
  expect(one?.source).toMatch(/^Message-ID: <alert\.0190@water\.example>\r?$/m);
  expect(one?.source).toMatch(/^Subject: A post names you\r?$/m);
  expect(one?.source).toContain('<p>Case 7</p>');
});

it('says what the server refused', async () => {
  refuses = true;
  expect(await write()).toMatchObject({ kind: 'refused', code: 'author_gone' });
});
