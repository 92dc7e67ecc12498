/** How much of one mail is kept. Beyond these limits it is cut and the post says so; nothing that somebody sends stops what others send. */
export const limits = {
  /** Up to here, in bytes, a mail is fetched whole; a larger one by its parts. */
  wholeSource: 4_000_000,
  /** More parts, or deeper ones, are not read. */
  parts: 200,
  depth: 30,
  headerBytes: 65_536,
  /** Characters of a header that is decided by. */
  headerLength: 8_000,
  textCharacters: 200_000,
  htmlCharacters: 500_000,
  reportCharacters: 50_000,
  /** Bytes of one file and of all files of a mail. */
  fileBytes: 20_000_000,
  filesBytes: 40_000_000,
  files: 30,
  recipients: 50,
} as const;

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;

/** Counts the files of one mail against the limits. */
export class FileAllowance {
  #count = 0;
  #bytes = 0;
  #untold = 0;
  readonly left: string[] = [];

  /** Whether a file of this size would be kept. */
  mayTake(bytes: number): boolean {
    return this.#against(bytes) === null;
  }

  /** True when a file of this size may be kept; else it is noted as left out. */
  take(name: string, bytes: number): boolean {
    const why = this.#against(bytes);
    if (why === null) {
      this.#count += 1;
      this.#bytes += bytes;
      return true;
    }
    if (this.left.length < 10) this.left.push(`${name} (${megabytes(bytes)}) was left out: ${why}`);
    else this.#untold += 1;
    return false;
  }

  /** Everything that was left out, in sentences; no more of them than anybody reads. */
  sentences(): string[] {
    return this.#untold === 0 ? this.left : [...this.left, `${this.#untold} more files were left out.`];
  }

  #against(bytes: number): string | null {
    if (bytes > limits.fileBytes) return `it is larger than ${megabytes(limits.fileBytes)}.`;
    if (this.#count >= limits.files) return `the mail has more than ${limits.files} files.`;
    if (this.#bytes + bytes > limits.filesBytes)
      return `the files of one mail may have ${megabytes(limits.filesBytes)} together.`;
    return null;
  }
}

/** The beginning of a text, and a sentence where that is not all of it. */
export function cut(text: string, most: number): { text: string; left: string[] } {
  if (text.length <= most) return { text, left: [] };
  return {
    text: text.slice(0, most).toWellFormed(),
    left: ['The text was cut: it is longer than is kept. The whole mail is in the mailbox.'],
  };
}
