/** A mail thread with a bounce, in a real browser over real mail servers: answered, answered back, come back because the mailbox is full, sent again. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { expectAccessible, expectNoSidewaysScrolling, openBrowser } from '../factories/browser.ts';
import { openDesk, patience } from '../factories/deskOverHttp.ts';
import { phone } from '../factories/signedIn.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import { type Mail, mailMissing, narrowMailbox, startMail } from '../servers/startMail.ts';

const missing = process.env.CI === 'true' ? null : mailMissing();
const house = 'care@water.example';

describe.runIf(missing === null)('a mail thread in the console', () => {
  let mail: Mail;
  let program: Answerable;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const started = await startMail();
    if (started === null) throw new Error('The mail servers did not start.');
    mail = started;
    [program, browser] = await Promise.all([startAnswerable(), openBrowser()]);
    await openDesk(program);
    page = await (
      await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    ).newPage();
    page.setDefaultTimeout(30_000);
    await signIn();
  });
  afterAll(async () => {
    await browser?.close();
    await program?.close();
    await mail?.stop();
  });

  async function signIn() {
    await page.goto(`${program.address()}/sign-in`);
    await page.getByLabel('Email').fill('naledi@water.example');
    await page.getByLabel('Password').fill('a long enough password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Nobody waits for an answer').waitFor();
  }

  const said = () => page.getByRole('log', { name: 'What was said' });
  const field = () => page.getByRole('textbox', { name: 'Your answer' });
  const theCase = () => page.getByRole('region', { name: /^Case \d/ });
  const row = (words: string) => page.locator('[role=option]', { hasText: words });
  const cameBack = () => said().locator('[data-delivery=bounced]');
  const herMail = (words: string) =>
    vi.waitFor(async () => {
      const found = (await mail.read(narrowMailbox)).find((one) => one.text?.includes(words));
      if (found === undefined) throw new Error(`no mail with "${words}"`);
      return found;
    }, patience);
  /** Sends what stands in the composer; nobody waits for the undo to end. */
  async function send() {
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await program.query("update reply set send_at = now() where state = 'queued'");
    await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
  }
  async function looksRight() {
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
  }

  test('an address is connected by the form, and what is written to it appears in the open console', async () => {
    const { imapSecurity = '', smtpSecurity = '', ...typed } = mail.typedFor(house);
    const labels: Record<string, string> = {
      address: 'Address',
      name: 'Name',
      password: 'Password',
      imapHost: 'Server for reading (IMAP)',
      smtpHost: 'Server for sending (SMTP)',
      imapPort: 'Port for reading',
      smtpPort: 'Port for sending',
    };
    await page.goto(`${program.address()}/settings/accounts`);
    await page.getByRole('button', { name: 'Connect an account' }).first().click();
    await page.getByLabel('Network').selectOption('email');
    await page.getByText('Advanced: what few need').click();
    for (const [name, label] of Object.entries(labels))
      await page.getByLabel(label, { exact: true }).fill(typed[name] ?? '');
    await page.getByLabel('Encryption for reading').selectOption(imapSecurity);
    await page.getByLabel('Encryption for sending').selectOption(smtpSecurity);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText(`${house} is connected.`).waitFor();
    await page.goto(`${program.address()}/inbox/queue`);
    await mail.send({
      from: `Aline <${narrowMailbox}>`,
      to: house,
      subject: 'Meter',
      text: 'My meter stands still.',
      messageId: '<first@people.example>',
    });
    await row('My meter stands still.').click();
    await said().getByText('My meter stands still.').waitFor();
  });

  test('she is answered, and what she answers stands under it, in the same case', async () => {
    await field().fill('Which number is on the meter, Aline?');
    await send();
    const ours = await herMail('Which number is on the meter');
    expect(ours).toMatchObject({ subject: 'Re: Meter', inReplyTo: '<first@people.example>' });
    await theCase().getByText('Waiting for the author', { exact: true }).waitFor();
    await mail.send({
      from: `Aline <${narrowMailbox}>`,
      to: ours.replyTo?.value[0]?.address ?? '',
      subject: 'Re: Meter',
      text: 'It says 48812.\n\n> Which number is on the meter, Aline?',
      messageId: '<second@people.example>',
      inReplyTo: ours.messageId ?? '',
      references: `<first@people.example> ${ours.messageId}`,
    });
    await said().getByText('It says 48812.').waitFor();
    await theCase().getByText('Waiting for us', { exact: true }).waitFor();
    expect(await page.locator('[role=option]').count()).toBe(1);
    await looksRight();
  });

  test('an answer that comes back says why and what to do, and its case waits for us again', async () => {
    await field().fill('The meter was exchanged.');
    await send();
    await cameBack().getByText('It did not reach the author', { exact: true }).waitFor();
    const told = await cameBack().innerText();
    expect(told).toContain("The author's mailbox is full. Try again in some days");
    expect(told).toContain('reach the author another way.');
    expect(told).toMatch(/The server said: ".*Quota exceeded.*"/);
    expect(await cameBack().getByRole('button').allInnerTexts()).toEqual(['Change it']);
    await theCase().getByText('Waiting for us', { exact: true }).waitFor();
    await row('It says 48812.').waitFor();
    await looksRight();
    await page.setViewportSize(phone.viewport ?? { width: 360, height: 740 });
    await cameBack().getByRole('button', { name: 'Change it' }).waitFor();
    await looksRight();
  });

  test('once there is room again the same words are sent again by two touches and reach her in the thread', async () => {
    await mail.empty(narrowMailbox);
    await cameBack().getByRole('button', { name: 'Change it' }).click();
    await vi.waitFor(async () => expect(await field().inputValue()).toBe('The meter was exchanged.'));
    await send();
    const ours = await herMail('The meter was exchanged');
    expect(ours).toMatchObject({ subject: 'Re: Meter', inReplyTo: '<second@people.example>' });
    await theCase().getByText('Waiting for the author', { exact: true }).waitFor();
    await cameBack().waitFor({ state: 'detached' });
    // What came back is still told as such, beside the one that arrived.
    expect(await said().getByText('The meter was exchanged.').count()).toBe(2);
    expect(await said().getByText('Came back: it did not reach the author').count()).toBe(1);
    await looksRight();
  });
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: mail in the console. ${missing}\n`);
    expect(missing).not.toBe('');
  });
}
