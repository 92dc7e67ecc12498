import { z } from 'zod';
import { instant } from './fields.ts';
import { Me } from './people.ts';

/** The first factor was right, and a second one is asked for: POST /api/sign-in/second-factor. */
export const HalfView = z.object({ secondFactor: z.literal(true) });
/** What a door answers: who came in, or that a second factor is asked for. */
export const DoorView = z.union([Me, HalfView]);
/** POST /api/sign-in/second-factor: a code of the app, or a backup code. */
export const CodeInput = z.object({ code: z.string().trim().min(6).max(40) });

/** GET /api/me/second-factor */
export const SecondFactorView = z.object({
  on: z.boolean(),
  since: instant.nullable(),
  backupCodesLeft: z.number().int(),
  /** False for whoever signs in by an issuer or a passkey only: then no password is asked for. */
  hasPassword: z.boolean(),
});
/** POST /api/me/second-factor: begins; the password where there is one. */
export const ProofInput = z.object({ password: z.string().max(200).nullable().default(null) });
/** What an authenticator app reads; `address` is drawn as a QR code by the console itself. */
export const BegunFactorView = z.object({ secret: z.string(), address: z.string() });
/** POST /api/me/second-factor/confirm: shown once. */
export const BackupCodesView = z.object({ backupCodes: z.array(z.string()) });
/** POST /api/me/second-factor/remove: the password or a code. */
export const FactorRemoval = z.union([z.object({ password: z.string().min(1).max(200) }), CodeInput]);

/** GET /api/me/passkeys */
export const PasskeyView = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});
const passkeyName = z.string().trim().min(1).max(100);
/** The browser's own objects (WebAuthn Level 3, "toJSON"); what is in them is checked by their reader. */
export const BrowserObject = z.record(z.string(), z.unknown());
/** POST /api/me/passkeys */
export const PasskeyInput = z.object({ name: passkeyName, response: BrowserObject });
/** PATCH /api/me/passkeys/:id */
export const PasskeyPatch = z.object({ name: passkeyName });
/** POST /api/sign-in/passkey */
export const PasskeySignIn = z.object({ response: BrowserObject });

export type SecondFactorView = z.infer<typeof SecondFactorView>;
export type BegunFactorView = z.infer<typeof BegunFactorView>;
export type PasskeyView = z.infer<typeof PasskeyView>;
export type DoorView = z.infer<typeof DoorView>;
