/** Reads the import graph from the sources themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';

export interface Import {
  /** As written; null when a dynamic import computes it. */
  target: string | null;
  dynamic: boolean;
}

const root = join(import.meta.dirname, '../..');

/** Every source under these folders, by its path from the repository's root. */
export function sourcesUnder(folders: readonly string[], ending: RegExp): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
      const left = /(^|\/)(node_modules|dist|\.cache)\//.test(path);
      if (entry.isFile() && !left && ending.test(path))
        found.set(path, readFileSync(join(root, path), 'utf8'));
    }
  }
  return found;
}

const statement = /(?:^|[;}\n])\s*(?:import|export)\b(?:[\s\w$*{},]|\bas\b)*?\bfrom\s*(['"])([^'"\n]+)\1/g;
const sideEffect = /(?:^|[;}\n])\s*import\s*(['"])([^'"\n]+)\1/g;
const dynamic = /\bimport\s*\(\s*(?:(['"`])([^'"`\n$]+)\1\s*[,)])?/g;
const worker = /new\s+URL\(\s*(['"])([^'"\n]+\.(?:ts|mjs|js))\1\s*,\s*import\.meta\.url/g;

/** All imports of one source: static, re-exports, of types, for their effect, dynamic, and the files of workers. */
export function importsOf(source: string): Import[] {
  const text = withoutComments(source);
  const all = (pattern: RegExp, isDynamic: boolean): Import[] =>
    [...text.matchAll(pattern)].map((match) => ({ target: match[2] ?? null, dynamic: isDynamic }));
  return [...all(statement, false), ...all(sideEffect, false), ...all(dynamic, true), ...all(worker, true)];
}

/** Where a relative import leads, from the repository's root; null for a package. */
export function resolved(from: string, target: string): string | null {
  return target.startsWith('.') ? posix.join(posix.dirname(from), target) : null;
}

/** Comments become blanks; texts and templates stay, since an import's target is one. */
export function withoutComments(source: string): string {
  const part =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<=[=(,:[!&|?{};\n]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//g;
  return source.replace(part, (found) => (found.startsWith('//') || found.startsWith('/*') ? ' ' : found));
}

/** One circle per knot of files that import each other, as the path that closes. */
export function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) {
      found.push([...trail.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}
