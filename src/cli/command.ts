import type { ParseArgsOptionDescriptor } from 'node:util';
import type { Channel } from '../channels/channel.ts';
import type { Network } from '../domain/network.ts';
import type { StoryClock } from '../domain/storyClock.ts';
import type { Storage } from '../storage/database.ts';
import type { MasterKey } from '../storage/secrets.ts';
import type { Settings } from './settings.ts';

/** The parts of the program that can run alone or together. */
export const programRoles = ['web', 'listen', 'work'] as const;
export type ProgramRole = (typeof programRoles)[number];

/** What `main` hands to a command. */
export interface Context {
  settings: Settings;
  /** Standard output, for results only. */
  out(text: string): void;
  /** Standard error: progress and faults. */
  err(text: string): void;
  /** True when standard error is a terminal that can rewrite its line. */
  terminal: boolean;
  now(): Date;
  /** Ends long work on Ctrl-C. */
  signal: AbortSignal;
  log(event: string, particulars: Record<string, string | number>): void;
  channels: Record<Network, Channel>;
  /** Finds or starts the database, prepares its tables and opens it. */
  openDatabase(): Promise<OpenDatabase>;
  /** Runs these roles until the signal. */
  run(roles: readonly ProgramRole[], also?: Also): Promise<void>;
  /** The same program with these settings instead: another data folder, say. */
  with(settings: Settings): Context;
}

/** What a command has the program do besides its roles. */
export interface Also {
  /** On the open database, before any role starts. */
  before(opened: { storage: Storage; key: MasterKey }): Promise<void>;
  /** Beside the roles, once they run; told where the console is. Prints what people need to begin. */
  beside(opened: { storage: Storage; address: string }): Promise<{ stop(): Promise<void> }>;
  /** The story that is played, for the console. */
  demonstration(): StoryClock | null;
}

export interface OpenDatabase {
  storage: Storage;
  /** Versions of the tables before and after. */
  migrated: { from: number; to: number };
  close(): Promise<void>;
}

export interface CommandOption extends ParseArgsOptionDescriptor {
  /** What stands for the value in the help: FILE, NAME. Not for flags. */
  value?: string;
  help: string;
  /** The only values that it may have. */
  among?: readonly string[];
}

export interface Command {
  name: string;
  summary: string;
  /** How it is written, one line per way. */
  usage: readonly string[];
  /** What people need to know besides; paragraphs. */
  about: readonly string[];
  options: Readonly<Record<string, CommandOption>>;
  /** Fewest and most words besides the options. */
  words: readonly [number, number];
  run(context: Context, given: Given): Promise<void>;
}

/** What was typed, checked against the command's options. */
export interface Given {
  words: readonly string[];
  /** The option's value, or null. */
  text(option: string): string | null;
  flag(option: string): boolean;
}

/** What was typed makes no sense; told with exit code 2. */
export class WrongUse extends Error {}
