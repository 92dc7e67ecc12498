import type { RouteRight } from '../../src/api/deps.ts';
import { may, type Right, rights, roles } from '../../src/domain/rights.ts';

interface RouteRow {
  method: string;
  url: string;
  right: RouteRight;
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** docs/rights.md, from the written table and the routes that the server really has. */
export function rightsDocument(routes: readonly RouteRow[]): string {
  const written = (Object.keys(rights) as Right[]).map((right) =>
    line([`\`${right}\``, ...roles.map((role) => (may(role, right) ? 'yes' : ''))]),
  );
  const rows = [...routes]
    .filter((route) => route.method !== 'HEAD')
    .sort((a, b) => a.url.localeCompare(b.url) || a.method.localeCompare(b.method))
    .map((route) => line([`\`${route.method} ${route.url}\``, meaning(route.right)]));
  return [
    '# Rights',
    '',
    'Who may do what. The table is written in `src/domain/rights.ts`; a test compares this page with it and with the routes of the running',
    'server, and tries every route as every role. To write the page anew: `npx vitest run --project journeys membersRights -u`.',
    '',
    line(['Right', ...roles.map((role) => role.replace('_', ' '))]),
    line(['---', ...roles.map(() => '---')]),
    ...written,
    '',
    'An auditor only reads. A guest agent drafts and never sends. What is another organisation’s is not there for anybody.',
    '',
    '## Which right each address of the API needs',
    '',
    line(['Address', 'Right']),
    line(['---', '---']),
    ...rows,
    '',
  ].join('\n');
}

function meaning(right: RouteRight): string {
  if (right === 'public') return 'nobody needs to be signed in';
  return right === 'signed_in' ? 'any member' : `\`${right}\``;
}
