import { expect, it } from 'vitest';
import { may, mayBy, type Right, rights, roles, scopesOf } from './rights.ts';

const all = Object.keys(rights) as Right[];
/** What no program is given. */
const ofPeople: Right[] = ['self.manage', 'keys.manage', 'spreading.read', 'spreading.manage', 'posts.hide'];

it('a key may what it was given and its member’s role may, and never make keys or change its member', () => {
  for (const role of roles)
    for (const right of all)
      for (const scopes of [[right], all, []] as Right[][]) {
        const allowed = mayBy({ role, scopes }, right);
        if (allowed) expect(may(role, right) && scopes.includes(right)).toBe(true);
        if (ofPeople.includes(right)) expect(allowed).toBe(false);
      }
  expect(mayBy({ role: 'agent', scopes: ['cases.read'] }, 'cases.read')).toBe(true);
});

it('what may be given to a key is what the role may, but for managing itself, what orders no work and hiding others', () => {
  for (const role of roles)
    expect(scopesOf(role)).toEqual(all.filter((right) => may(role, right) && !ofPeople.includes(right)));
});
