/** The stairs of the house: who may import whom. docs/architecture.md shows the same list. */
import { circles, importsOf, resolved, withoutComments } from './importGraph.ts';

/** Every room with its floor. A room that is not on the list may not exist. */
export const floors: Readonly<Record<string, number>> = {
  'main.ts': 6,
  'roles.ts': 5,
  api: 4,
  pages: 4,
  cli: 4,
  jobs: 4,
  listening: 3,
  demonstration: 3,
  desk: 2,
  insight: 2,
  members: 2,
  alerts: 2,
  storage: 1,
  database: 1,
  outside: 1,
  channels: 1,
  understanding: 1,
  domain: 0,
};

/** Packages and globals that belong to some rooms only. */
const keptPackages: readonly { packages: RegExp; rooms: readonly string[]; why: string }[] = [
  { packages: /^kysely(\/|$)|^@better-auth\/kysely/, rooms: ['storage'], why: 'only storage speaks SQL' },
  { packages: /^pg(-|\/|$)/, rooms: ['storage', 'database'], why: 'only storage speaks SQL' },
  {
    packages:
      /^(undici|ws|imapflow|nodemailer|mailparser|smpp|node:https|node:net|node:tls|node:dgram|node:http2)(\/|$)/,
    rooms: ['channels', 'outside'],
    why: 'only channels and outside speak to networks',
  },
];
const usesFetch = /(?<![.\w$])fetch\s*\(/;

/** What breaks the walls, each a sentence that names the file; empty when the house stands. */
export function brokenWalls(sources: ReadonlyMap<string, string>): string[] {
  const faults: string[] = [];
  for (const [file, source] of sources) {
    const room = roomOf(file);
    if (room === null) faults.push(...webFaults(file, source));
    else if (!(room in floors)) faults.push(`${file}: the room "${room}" is not on the list of rooms`);
    else faults.push(...roomFaults(file, room, source));
  }
  return [...faults, ...circles(graphOf(sources)).map((circle) => `a circle: ${circle.join(' -> ')}`)];
}

/** The room of a file under src; null elsewhere. */
function roomOf(file: string): string | null {
  const [top, room] = file.split('/');
  return top === 'src' && room !== undefined ? room : null;
}

function roomFaults(file: string, room: string, source: string): string[] {
  const faults = importsOf(source).flatMap(({ target, dynamic }) => {
    if (target === null) return [`${file}: a dynamic import computes what it imports`];
    const path = resolved(file, target);
    if (path === null) return packageFaults(file, room, target);
    const how = dynamic ? 'dynamically imports' : 'imports';
    return stairFaults(file, room, path).map((why) => `${file} ${how} ${path}: ${why}`);
  });
  const speaks = ['channels', 'outside'].includes(room) || isTest(file);
  if (!speaks && usesFetch.test(withoutComments(source))) {
    faults.push(`${file} calls fetch: only channels and outside speak to networks`);
  }
  return faults;
}

function stairFaults(file: string, room: string, path: string): string[] {
  const other = roomOf(path);
  if (other === null) return isTest(file) && path.startsWith('test/') ? [] : ['it lies outside src'];
  if (other === room) return [];
  const [from, to] = [floors[room] ?? 0, floors[other]];
  if (to === undefined) return [`the room "${other}" is not on the list of rooms`];
  if (to < from) return [];
  return [to === from ? 'that is across to another room of the same floor' : 'that is up the stairs'];
}

function packageFaults(file: string, room: string, target: string): string[] {
  if (isTest(file)) return [];
  return keptPackages
    .filter(({ packages, rooms }) => packages.test(target) && !rooms.includes(room))
    .map(({ why }) => `${file} imports ${target}: ${why}`);
}

/** The console talks HTTP only; of src it may know the contract's types and the pure rules. */
function webFaults(file: string, source: string): string[] {
  return importsOf(source).flatMap(({ target }) => {
    const path = target === null ? null : resolved(file, target);
    if (path === null || path.startsWith('web/') || path.startsWith('src/domain/')) return [];
    if (path === 'src/api/contract.ts') {
      return typesOnly(source, target ?? '') ? [] : [`${file} imports more than types from ${path}`];
    }
    return path.startsWith('src/') ? [`${file} imports ${path}: the console may not know it`] : [];
  });
}

function typesOnly(source: string, target: string): boolean {
  const escaped = target.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const statements = withoutComments(source).match(
    new RegExp(`(?:import|export)\\b[^;'"]*from\\s*['"]${escaped}['"]`, 'g'),
  );
  return (statements ?? []).every((one) => /^(?:import|export)\s+type\b/.test(one));
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || file === 'src/channels/contract.ts';
}

function graphOf(sources: ReadonlyMap<string, string>): Map<string, string[]> {
  const graph = new Map<string, string[]>();
  for (const [file, source] of sources) {
    const targets = importsOf(source).flatMap(({ target }) =>
      target === null ? [] : (resolved(file, target) ?? []),
    );
    graph.set(
      file,
      targets.filter((path) => sources.has(path)),
    );
  }
  return graph;
}
