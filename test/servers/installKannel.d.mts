/** Why Kannel cannot run here; null when it can. */
export function kannelMissing(): string | null;
/** Installs what is missing; says why when it cannot. */
export function installKannel(): string | null;
