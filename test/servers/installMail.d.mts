/** Why the mail servers cannot run here; null when they can. */
export function mailMissing(): string | null;
/** Installs what is missing; says why when it cannot. */
export function installMail(): string | null;
