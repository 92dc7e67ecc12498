/** What members ask each other about an author and their case, in words and files that name them. */
import { randomUUID } from 'node:crypto';
import { acceptReport } from '../../src/desk/followUps/acceptReport.ts';
import { askFollowUp } from '../../src/desk/followUps/ask.ts';
import { reportFollowUp } from '../../src/desk/followUps/report.ts';
import { addFollowUpFile } from '../../src/storage/followUpFiles.ts';
import { addMedia } from '../../src/storage/media.ts';
import type { AnsweringDesk } from './deskThatAnswers.ts';

const saidOf = (mark: string) => (words: string) => `${words} ${mark}.`;

export interface AskedAbout {
  /** Who is asked. */
  zola: string;
  /** What names the author. */
  mark: string;
  picture: { type: string; width: number; height: number; bytes: Buffer };
}

/** A member asks another about the author of a case and about that case, who reports with a file each. */
export async function askedAboutAuthor(at: AnsweringDesk, caseId: string, about: AskedAbout): Promise<void> {
  const { zola, mark, picture } = about;
  const said = saidOf(mark);
  const id = randomUUID();
  const dueAt = new Date(at.acting().now.getTime() + 86_400_000);
  const asked = { memberId: zola, teamId: null, question: said('Who rang'), dueAt };
  await askFollowUp(at.acting(), { ...asked, id, caseId, postId: null });
  const pictureId = await at.desk.storage.inOrganisation(at.desk.organisationId, (tx) =>
    addMedia(tx, at.desk.organisationId, { ...picture, address: null, at: new Date() }),
  );
  const files = [pictureId];
  const report = { words: said('Nobody rang'), suggestion: said('We are sorry'), files };
  await reportFollowUp(at.acting(zola), id, report);
  await theirFileIsAskedFor(at, caseId, about);
}

/** A member asks another who they are, gets a file, and is content. */
async function theirFileIsAskedFor(
  at: AnsweringDesk,
  caseId: string,
  { zola, mark }: AskedAbout,
): Promise<void> {
  const said = saidOf(mark);
  const id = randomUUID();
  const dueAt = new Date(at.acting().now.getTime() + 86_400_000);
  const asked = { memberId: zola, teamId: null, question: said('Who is'), dueAt };
  await askFollowUp(at.acting(), { ...asked, id, about: 'author', caseId, postId: null });
  const bytes = Buffer.from(`%PDF-1.7 ${mark}`);
  const file = { name: `${mark}.pdf`, type: 'application/pdf', bytes, width: null, height: null };
  const fileId = await at.desk.storage.inOrganisation(at.desk.organisationId, (tx) =>
    addFollowUpFile(tx, at.desk.organisationId, { ...file, memberId: zola, at: new Date() }),
  );
  await reportFollowUp(at.acting(zola), id, { words: said('This is'), suggestion: '', files: [fileId] });
  await acceptReport(at.acting(), id, 2);
}
