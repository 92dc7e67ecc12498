/** The way of a mail through Dovecot, Postfix and the program itself: a stranger writes, becomes a case, is answered, answers back. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Desk, openDesk, patience, type Reply, type View } from '../factories/deskOverHttp.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';
import { awayDomain, type Mail, mailMissing, refusingDomain, startMail } from '../servers/startMail.ts';

const missing = process.env.CI === 'true' ? null : mailMissing();
const house = 'care@water.example';
const amina = 'amina@people.example';

describe.runIf(missing === null)('the way of a mail', () => {
  let mail: Mail;
  let program: Answerable;
  let desk: Desk;

  beforeAll(async () => {
    const started = await startMail();
    if (started === null) throw new Error('The mail servers did not start.');
    mail = started;
    program = await startAnswerable();
    desk = await openDesk(program);
    const { institutions } = await desk.ask<{ institutions: { id: string }[] }>('GET', '/api/me');
    const body = { network: 'email', institutionId: institutions[0]?.id, fields: mail.typedFor(house) };
    await desk.ask('POST', '/api/accounts', body);
  });
  afterAll(async () => {
    await program?.close();
    await mail?.stop();
  });

  /** Answers a case and lets the answer leave now. */
  async function answer(theCase: View, text: string): Promise<Reply> {
    const reply = await desk.answer(theCase, text, { mode: 'direct' });
    await desk.hurry(reply.id);
    return reply;
  }
  const open = (id: string) => desk.ask<View>('GET', `/api/cases/${id}`);
  const inMailbox = (address: string, words: string) =>
    vi.waitFor(async () => {
      const found = (await mail.read(address)).find((one) => one.text?.includes(words));
      if (found === undefined) throw new Error(`no mail with "${words}"`);
      return found;
    }, patience);

  let caseId: string;
  let ours: Awaited<ReturnType<Mail['read']>>[number];

  test('a stranger who writes is a case, and the answer is in their mailbox, in the same thread', async () => {
    await mail.send({
      from: `Amina <${amina}>`,
      to: house,
      subject: 'No water',
      text: 'Dry since Monday.',
      messageId: '<ask@people.example>',
    });
    const row = await desk.caseWith('Dry since Monday');
    expect(row).toMatchObject({ state: 'new', network: 'email', visibility: 'direct' });
    caseId = row.id;
    const reply = await answer(await open(caseId), 'We are on our way, Amina. ^Naledi');
    const sent = await desk.replyIn('sent', caseId, reply.id);
    ours = await inMailbox(amina, 'We are on our way');
    expect(ours).toMatchObject({
      subject: 'Re: No water',
      inReplyTo: '<ask@people.example>',
      messageId: sent.networkId,
    });
    expect([ours.references].flat()).toEqual(['<ask@people.example>']);
    expect(ours.replyTo?.value[0]?.address).toMatch(/^care\+[a-z2-7]{29}\.[a-z2-7]{10}@water\.example$/);
    expect(ours.to).toMatchObject({ value: [{ address: amina }] });
    await desk.caseIn('waiting_author', caseId);
    expect(await mail.read(house, 'Sent')).toHaveLength(1);
  });

  test('an answer that lost its references and its subject lands in the same case by the signed address', async () => {
    const plus = ours.replyTo?.value[0]?.address ?? '';
    await mail.send({ from: amina, to: plus, subject: 'hello', text: 'Nobody came.' });
    const waiting = await desk.caseIn('waiting_us', caseId);
    expect(waiting.posts.at(-1)).toMatchObject({ text: 'Nobody came.', direction: 'inbound' });
  });

  test('a forged address, and the same subject from somebody else, open cases of their own', async () => {
    const plus = ours.replyTo?.value[0]?.address ?? '';
    const forged = plus.replace(/\.(.)/, (_, letter: string) => (letter === 'a' ? '.b' : '.a'));
    await mail.send({
      from: 'eve@people.example',
      to: forged,
      subject: 'Re: No water',
      text: 'Tell me what she wrote.',
    });
    const row = await desk.caseWith('Tell me what she wrote');
    expect(row.id).not.toBe(caseId);
    expect((await open(row.id)).posts).toHaveLength(1);
    expect((await open(row.id)).posts[0]?.thread).not.toBe((await open(caseId)).posts[0]?.thread);
  });

  test('an absence note is shown, marked, and moves nothing', async () => {
    const reply = await answer(await open(caseId), 'Somebody is at your door now. ^Naledi');
    await desk.replyIn('sent', caseId, reply.id);
    await desk.caseIn('waiting_author', caseId);
    const ourSecond = await inMailbox(amina, 'at your door');
    await mail.send({
      from: amina,
      to: house,
      subject: 'Away',
      text: 'I am back on Friday.',
      inReplyTo: ourSecond.messageId ?? '',
      envelopeFrom: '',
      headers: { 'Auto-Submitted': 'auto-replied' },
    });
    await vi.waitFor(async () => {
      const { row, posts } = await open(caseId);
      expect(posts.find((post) => post.text === 'I am back on Friday.')).toMatchObject({ automatic: true });
      expect(row.state).toBe('waiting_author');
    }, patience);
    const before = (await mail.read(amina)).length;
    await mail.settled();
    expect((await mail.read(amina)).length).toBe(before);
  });

  test('an answer that comes back is bounced, says why, and its case waits for us again', async () => {
    const away = `thabo@${refusingDomain}`;
    await mail.send({ from: away, to: house, subject: 'Bill', text: 'My bill is wrong.' });
    const row = await desk.caseWith('My bill is wrong');
    const reply = await answer(await open(row.id), 'We look into it. ^Naledi');
    const bounced = await desk.replyIn('bounced', row.id, reply.id);
    expect(bounced.reason).toMatch(/It came back\. The author's mailbox is full/);
    const waiting = await desk.caseIn('waiting_us', row.id).catch(() => open(row.id));
    expect(['new', 'open', 'waiting_us']).toContain(waiting.row.state);
    expect(waiting.row.waitingSince).not.toBeNull();
    expect(await desk.storyOf(reply.id)).toContain('reply_bounced');
  });

  test('a delay is told on the answer, which stays sent', async () => {
    await mail.send({
      from: `zola@${awayDomain}`,
      to: house,
      subject: 'Meter',
      text: 'My meter stands still.',
    });
    const row = await desk.caseWith('My meter stands still');
    const reply = await answer(await open(row.id), 'We come on Tuesday. ^Naledi');
    await vi.waitFor(async () => {
      const { replies } = await open(row.id);
      const told = replies.find((one) => one.id === reply.id);
      expect(told).toMatchObject({ state: 'sent', reason: expect.stringMatching(/has not arrived yet/) });
    }, patience);
    await desk.caseIn('waiting_author', row.id);
  });

  test('files are kept: a picture is shown without what was hidden in it, the rest is a download', async () => {
    const picture = await sharp({ create: { width: 20, height: 10, channels: 3, background: 'red' } })
      .withExif({ IFD0: { Copyright: 'invented' }, IFD3: { GPSLatitude: '1/1 2/1 3/1' } })
      .jpeg()
      .toBuffer();
    const page = Buffer.from('<script>alert(1)</script>');
    await mail.send({
      from: amina,
      to: house,
      subject: 'The leak',
      text: 'Look at these files.',
      attachments: [
        { filename: 'leak.jpg', content: picture, contentType: 'image/jpeg' },
        { filename: 'réparation.html', content: page, contentType: 'text/html' },
      ],
    });
    const row = await desk.caseWith('Look at these files');
    const [post] = (await open(row.id)).posts;
    expect(post?.media).toMatchObject([
      { kind: 'image', file: { name: 'leak.jpg', bytes: picture.length } },
      { kind: 'other', file: { name: 'réparation.html', bytes: page.length } },
    ]);
    const [shown, other] = await Promise.all((post?.media ?? []).map((one) => desk.fetch(one.address ?? '')));
    expect(shown?.headers.get('content-disposition')).toBe('inline');
    const drawn = await sharp(Buffer.from((await shown?.arrayBuffer()) ?? new ArrayBuffer(0))).metadata();
    expect(drawn).toMatchObject({ width: 20, height: 10 });
    expect(drawn.exif).toBeUndefined();
    expect(other?.headers.get('content-disposition')).toMatch(
      /^attachment; .*filename\*=UTF-8''r%C3%A9paration\.html/,
    );
    expect(other?.headers.get('content-type')).toBe('application/octet-stream');
    expect(other?.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await other?.text()).toBe(page.toString());
  });

  test('a mail of 60 MB is cut to its words, and the 500 behind it all arrive', async () => {
    const huge = { filename: 'film.mp4', content: Buffer.alloc(45_000_000, 7), contentType: 'video/mp4' };
    await mail.send({
      from: amina,
      to: house,
      subject: 'Film',
      text: 'The film of the leak.',
      attachments: [huge],
    });
    const sending = Array.from({ length: 500 }, (_, i) => i);
    for (let at = 0; at < sending.length; at += 50) {
      await Promise.all(
        sending.slice(at, at + 50).map((i) =>
          mail.send({
            from: `p${i}@people.example`,
            to: house,
            subject: `Street ${i}`,
            text: `Dry in street ${i}.`,
          }),
        ),
      );
    }
    const small =
      "select count(*)::int as n from post where network = 'email' and text like 'Street %Dry in street %'";
    await vi.waitFor(async () => expect(await program.query(small)).toEqual([{ n: 500 }]), {
      timeout: 90_000,
      interval: 200,
    });
    // Among five hundred later ones it is on no first page.
    const found = await program.query<{ case_id: string }>(
      "select c.case_id from post as p join conversation as c on c.id = p.conversation_id where p.text like '%The film of the leak%'",
    );
    const [post] = (await open(found[0]?.case_id ?? '')).posts;
    expect(post?.media).toMatchObject([
      { address: null, alt: expect.stringMatching(/^film\.mp4 \(45 MB\) was left out/) },
    ]);
  }, 200_000);
});

if (missing !== null) {
  test('what is left out is said', () => {
    process.stderr.write(`LEFT OUT: the way of a mail through real servers. ${missing}\n`);
    expect(missing).not.toBe('');
  });
}
