/** What staff are asked about: a case, with the post from which it is asked; the author of a case; nothing on the desk. */
export type AskedAbout =
  | { about: 'case'; caseId: string; postId?: string }
  | { about: 'author'; caseId: string }
  | { about: 'other' };
