/** The written table of rights: who may do what. The docs and the routes are compared with it by tests. */
export const roles = ['admin', 'supervisor', 'agent', 'executive', 'auditor', 'guest_agent'] as const;
export type Role = (typeof roles)[number];

/** What can be done. Every route of the API names the one right that it needs. */
export const rights = {
  'cases.read': ['admin', 'supervisor', 'agent', 'executive', 'auditor', 'guest_agent'],
  'front.read': ['admin', 'supervisor', 'executive'],
  'front.manage': ['admin', 'supervisor'],
  'calls.read': ['admin', 'supervisor', 'agent', 'executive', 'auditor'],
  'calls.manage': ['admin', 'supervisor', 'executive'],
  'spreading.read': ['admin', 'supervisor', 'agent', 'executive'],
  'spreading.manage': ['admin'],
  'cases.export': ['admin', 'supervisor', 'auditor'],
  'record.read': ['admin', 'supervisor', 'agent', 'executive', 'auditor'],
  'record.members.read': ['admin', 'supervisor', 'executive', 'auditor'],
  'cases.work': ['admin', 'supervisor', 'agent', 'executive'],
  'followUps.read': ['admin', 'supervisor', 'executive', 'auditor'],
  'views.share': ['admin', 'supervisor'],
  'authors.erase': ['admin', 'supervisor'],
  'authors.export': ['admin', 'supervisor'],
  'authors.block': ['admin', 'supervisor'],
  'authors.protect': ['admin', 'supervisor'],
  'watchOuts.read': ['admin', 'supervisor', 'agent', 'executive', 'auditor'],
  'watchOuts.decide': ['admin', 'supervisor'],
  'posts.hide': ['admin', 'supervisor'],
  'tags.manage': ['admin', 'supervisor'],
  'replies.draft': ['admin', 'supervisor', 'agent', 'executive', 'guest_agent'],
  'replies.send': ['admin', 'supervisor', 'agent', 'executive'],
  'answers.manage': ['admin', 'supervisor'],
  'announcements.send': ['admin', 'supervisor'],
  'replies.approve': ['admin', 'supervisor', 'agent', 'executive'],
  'policies.manage': ['admin', 'supervisor'],
  'rules.manage': ['admin', 'supervisor'],
  'teams.manage': ['admin', 'supervisor'],
  'accounts.read': ['admin', 'supervisor', 'agent', 'executive', 'auditor'],
  'accounts.manage': ['admin'],
  'accounts.own': ['admin', 'executive'],
  'members.read': ['admin', 'supervisor', 'agent', 'executive', 'auditor'],
  'members.manage': ['admin'],
  'intake.read': ['admin', 'supervisor', 'agent', 'auditor'],
  'intake.manage': ['admin'],
  'organisation.manage': ['admin'],
  'audit.read': ['admin', 'auditor'],
  'keys.manage': ['admin'],
  'webhooks.manage': ['admin'],
  'self.manage': ['admin', 'supervisor', 'agent', 'executive', 'auditor', 'guest_agent'],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof rights;

/** True when a member of this role may do it. */
export function may(role: Role, right: Right): boolean {
  return (rights[right] as readonly Role[]).includes(role);
}

/** The roles that may do it. */
export function rolesWith(right: Right): readonly Role[] {
  return rights[right];
}

/** Rights that no key may hold: a program has no password and no sessions, makes no keys, reads no reach, by which it could order work, and hides nobody's words. */
const neverOfKeys: readonly Right[] = [
  'self.manage',
  'keys.manage',
  'spreading.read',
  'spreading.manage',
  'posts.hide',
];

/** The rights that a key may be given by a member of this role. */
export function scopesOf(role: Role): Right[] {
  return (Object.keys(rights) as Right[]).filter((right) => may(role, right) && !neverOfKeys.includes(right));
}

/** True when somebody of this role may do it; by a key (`scopes` is not null) only what the key was given, and never more than the role. */
export function mayBy(by: { role: Role; scopes: readonly Right[] | null }, right: Right): boolean {
  if (by.scopes === null) return may(by.role, right);
  return by.scopes.includes(right) && scopesOf(by.role).includes(right);
}
