import { z } from 'zod';
import { type Right, rights } from '../../domain/rights.ts';
import { id, instant } from './fields.ts';

const scope = z.enum(Object.keys(rights) as [Right, ...Right[]]);

/** GET /api/keys: one's own keys; an admin sees everybody's. */
export const ApiKeyView = z.object({
  id,
  name: z.string(),
  member: z.object({ id, name: z.string() }),
  madeBy: z.object({ id, name: z.string() }),
  /** The key's beginning. */
  hint: z.string(),
  scopes: z.array(scope),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
/** POST /api/keys. `scopes` are rights; never more than the role of the member and of whoever makes it. */
export const ApiKeyInput = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(scope).min(1).max(50),
  days: z.number().int().min(1).max(366),
  memberId: id.nullable().default(null),
});
/** The key itself: shown once. */
export const MadeKeyView = z.object({ id, token: z.string() });

export type ApiKeyView = z.infer<typeof ApiKeyView>;
