/** Why the server cannot run here; null when it can. */
export function snacMissing(): string | null;
/** Unpacks it where it is missing; says why when it cannot. */
export function installSnac(): string | null;
export const snacProgram: string;
