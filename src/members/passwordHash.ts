/** How passwords are kept. By itself, so that a command that knows members needs nothing else of the library. */
import { hashPassword, verifyPassword } from 'better-auth/crypto';

/** The slow hash under which a password is kept. */
export const passwordHash = (password: string): Promise<string> => hashPassword(password);
/** True when the password is the one that was hashed. */
export const passwordFits = (hash: string, password: string): Promise<boolean> =>
  verifyPassword({ hash, password });
