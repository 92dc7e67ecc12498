/** What members are told by mail, through the program and the real mail servers: an alert and the morning's digest lie in the member's mailbox once, and their links answer. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AlertSettingsInput, AlertSettingsView } from '../../src/api/contract.ts';
import { type Desk, openDesk, patience } from '../factories/deskOverHttp.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import { type Mail, mailMissing, startMail } from '../servers/startMail.ts';

const missing = process.env.CI === 'true' ? null : mailMissing();
const house = 'care@water.example';
const uwera = 'uwera@people.example';

/** A port that nobody has: the program's own address stands in its letters. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.runIf(missing === null)('what members are told by mail', () => {
  let mail: Mail;
  let program: Answerable;
  let desk: Desk;
  let base: string;
  let theirs: Desk['ask'];
  let caseId: string;

  beforeAll(async () => {
    const started = await startMail();
    if (started === null) throw new Error('The mail servers did not start.');
    mail = started;
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    program = await startAnswerable({ environment: { PORT: String(port), ANSWERABLE_URL: base } });
    desk = await openDesk(program);
    const { institutions } = await desk.ask<{ institutions: { id: string }[] }>('GET', '/api/me');
    const body = { network: 'email', institutionId: institutions[0]?.id, fields: mail.typedFor(house) };
    await desk.ask('POST', '/api/accounts', body);
    theirs = await desk.join('executive', uwera);
    const { settings } = await theirs<AlertSettingsView>('GET', '/api/me/alerts');
    const chosen: AlertSettingsInput = {
      ...settings,
      quiet: null,
      showsWords: false,
      ways: { ...settings.ways, names_me: ['email'], digest: ['email'] },
      // From midnight on: it is due at whatever hour this runs.
      digest: { at: 0, days: [0, 1, 2, 3, 4, 5, 6] },
    };
    await theirs('PUT', '/api/me/alerts', chosen);
  });
  afterAll(async () => {
    await program?.close();
    await mail?.stop();
  });

  const lettersWith = async (words: RegExp) =>
    (await mail.read(uwera)).filter(({ subject, text }) => words.test(`${subject} ${text}`));
  const letterWith = (words: RegExp) =>
    vi.waitFor(async () => {
      const [found] = await lettersWith(words);
      if (found === undefined) throw new Error(`no letter with ${words}`);
      return found;
    }, patience);
  const linksIn = (text: string) =>
    [...text.matchAll(/https?:\/\/[^\s"<>]+/g)].map(([link]) => link).filter((link) => link.startsWith(base));
  const answers = async (links: readonly string[]) => {
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect({ link, status: (await fetch(link)).status }).toEqual({ link, status: 200 });
      const [, id] = /\/inbox\/all\/([0-9a-f-]{36})/.exec(link) ?? [];
      if (id !== undefined) expect(await theirs('GET', `/api/cases/${id}`)).toMatchObject({ row: { id } });
    }
  };

  test('an alert lies in the mailbox once, says that a program wrote it, keeps the author’s words, and leads to the case', async () => {
    await mail.send({
      from: 'amina@people.example',
      to: house,
      subject: 'No water',
      text: `${uwera}, our street is dry since Monday.`,
    });
    caseId = (await desk.caseWith('our street is dry')).id;
    const letter = await letterWith(/\/inbox\/all\//);
    expect(letter.from?.value[0]?.address).toBe(house);
    expect(letter.to).toMatchObject({ value: [{ address: uwera }] });
    expect(letter.headers.get('auto-submitted')).toBe('auto-generated');
    expect(letter.text).not.toContain('our street is dry');
    const links = linksIn(letter.text ?? '');
    expect(links.some((link) => link.endsWith(caseId))).toBe(true);
    await answers(links);
    await mail.settled();
    expect(await lettersWith(/\/inbox\/all\//)).toHaveLength(1);
    // What we wrote to a member is nobody's case.
    const { rows } = await desk.ask<{ rows: { id: string }[] }>('GET', '/api/cases?view=all');
    expect(rows.map(({ id }) => id)).toEqual([caseId]);
  });

  test('the morning’s digest lies there once, as text and as HTML, and its links answer', async () => {
    // Its hour has come. The program has no setting for that: the row is moved.
    await program.query('update alert_setting set digest_next_at = now() where digest_next_at is not null');
    const digest = await letterWith(/\/inbox\/queue/);
    expect(digest.headers.get('auto-submitted')).toBe('auto-generated');
    const [plain, marked] = [linksIn(digest.text ?? ''), linksIn(String(digest.html || ''))];
    await answers(plain);
    expect(new Set(marked)).toEqual(new Set(plain));
    await mail.settled();
    expect(await lettersWith(/\/inbox\/queue/)).toHaveLength(1);
    expect(
      await program.query(`select state from alert_delivery where way = 'email' and state <> 'sent'`),
    ).toEqual([]);
  });
});
