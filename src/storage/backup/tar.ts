/** The container of a backup: a plain tar file (POSIX.1-1988, "ustar"), so that without this program `tar`, `zstd` and `psql` are enough. */

export const blockBytes = 512;

/** The 512 bytes before a member. `at` is told in whole seconds. */
export function tarHeading(name: string, size: number, at: Date): Buffer {
  const heading = Buffer.alloc(blockBytes);
  const write = (text: string, offset: number) => heading.write(text, offset, 'latin1');
  const octal = (number: number, digits: number) => number.toString(8).padStart(digits, '0');
  write(name, 0);
  write('0000600', 100);
  write('0000000', 108);
  write('0000000', 116);
  write(octal(size, 11), 124);
  write(octal(Math.floor(at.getTime() / 1000), 11), 136);
  write('        ', 148);
  write('0', 156);
  write('ustar\u000000', 257);
  const sum = heading.reduce((total, byte) => total + byte, 0);
  write(`${octal(sum, 6)}\u0000 `, 148);
  return heading;
}

/** What a heading tells; null when it is not, byte for byte, one that `tarHeading` writes. */
export function readHeading(heading: Buffer): { name: string; size: number } | null {
  const name = heading.toString('latin1', 0, 100).split('\u0000', 1)[0] ?? '';
  const [size, seconds] = [heading.toString('latin1', 124, 135), heading.toString('latin1', 136, 147)];
  if (name === '' || !/^[0-7]{11}$/.test(size) || !/^[0-7]{11}$/.test(seconds)) return null;
  const at = new Date(Number.parseInt(seconds, 8) * 1000);
  const bytes = Number.parseInt(size, 8);
  return tarHeading(name, bytes, at).equals(heading) ? { name, size: bytes } : null;
}

/** How many zeros follow content of this size. */
export function paddingAfter(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}
