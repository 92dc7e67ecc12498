import { z } from 'zod';
import { id } from './fields.ts';

/** GET /api/sign-in/ways: what stands at the door besides the password. The names are what an admin wrote for everybody to read. */
export const WaysView = z.object({ singleSignOn: z.array(z.object({ id, name: z.string() })) });
/** POST /api/sign-in/single-sign-on: begins; answers the issuer's address to go to. */
export const VisitInput = z.object({ id });
export const VisitView = z.object({ address: z.string() });
/** POST /api/sign-in/single-sign-on/end: the query with which the issuer sent somebody back. */
export const ReturnInput = z.object({ search: z.string().min(1).max(8000) });

const newcomerRole = z.enum(['supervisor', 'agent', 'executive', 'auditor', 'guest_agent']).nullable();

/** GET /api/organisation/single-sign-on; null where none is set. The secret is never shown. */
export const IssuerView = z.object({
  id,
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  emailDomains: z.array(z.string()),
  newcomerRole,
});
export const IssuerAnswer = z.object({
  issuer: IssuerView.nullable(),
  /** Where the issuer has to send people back to. */
  returnAddress: z.string(),
});
/** PUT /api/organisation/single-sign-on. Without `secret` the one that is kept stays, for the same issuer and client. */
export const IssuerInput = z.object({
  name: z.string().trim().min(1).max(100),
  issuer: z.url().max(500),
  clientId: z.string().trim().min(1).max(300),
  secret: z.string().min(1).max(1000).nullable().default(null),
  emailDomains: z
    .array(
      z
        .string()
        .trim()
        .regex(/^[A-Za-z0-9.-]+\.[A-Za-z0-9-]{2,}$/),
    )
    .max(50)
    .default([]),
  newcomerRole: newcomerRole.default(null),
});

export type IssuerAnswer = z.infer<typeof IssuerAnswer>;
export type WaysView = z.infer<typeof WaysView>;
