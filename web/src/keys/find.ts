import type { Command } from './commands.ts';

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** The commands whose words all begin like what was typed, in any order; those whose title begins so come first. */
export function findCommands(commands: readonly Command[], typed: string): readonly Command[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return commands;
  const found = commands.filter((one) => {
    const words = plain(`${one.title} ${one.group} ${one.also ?? ''}`).split(/\s+/);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
  const first = wanted[0] as string;
  return [...found].sort(
    (a, b) => Number(plain(b.title).startsWith(first)) - Number(plain(a.title).startsWith(first)),
  );
}
