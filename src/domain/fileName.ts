/** The name of a file without a path, without what no file system takes, and without signs that turn the writing around; empty where nothing of it is left. A database keeps no NUL and no half of a character. */
export function cleanFileName(given: string): string {
  const name = given
    .toWellFormed()
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(-150)
    .toWellFormed();
  return /^\.*$/.test(name) ? '' : name;
}

/** What stands behind the last dot, in small letters; empty where there is none. */
export function endingOf(name: string): string {
  return /\.([^.\s]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
