import { useEffect, useRef, useSyncExternalStore } from 'react';

/** Something that can be done here and now: by its key, from the palette, and listed in the map of keys. */
export interface Command {
  id: string;
  title: string;
  group: string;
  /** "r", "g i", "Enter"; left out where only the palette offers it. */
  keys?: string;
  /** Words by which the palette finds it, besides its title. */
  also?: string;
  run: () => void;
}

let scopes: readonly { commands: readonly Command[] }[] = [];
let all: readonly Command[] = [];
const readers = new Set<() => void>();

function set(next: typeof scopes): void {
  scopes = next;
  all = scopes.flatMap((scope) => scope.commands);
  for (const tell of readers) tell();
}

const subscribe = (reader: () => void) => {
  readers.add(reader);
  return () => readers.delete(reader);
};

/** Everything that can be done now. */
export const commandsNow = () => all;
export const useAllCommands = () => useSyncExternalStore(subscribe, commandsNow);

/** Offers commands as long as the caller is on the screen. `run` is always the latest one; the list changes only when what it shows does. */
export function useCommands(commands: readonly (Command | false)[]): void {
  const offered = commands.filter((one): one is Command => one !== false);
  const latest = useRef(offered);
  latest.current = offered;
  const shape = offered.map((one) => `${one.id}|${one.keys ?? ''}|${one.title}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the commands
  useEffect(() => {
    const scope = {
      commands: latest.current.map((one) => ({
        ...one,
        run: () => latest.current.find((now) => now.id === one.id)?.run(),
      })),
    };
    set([...scopes, scope]);
    return () => set(scopes.filter((other) => other !== scope));
  }, [shape]);
}
