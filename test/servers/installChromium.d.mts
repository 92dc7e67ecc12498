export const chromiumThatNotifies: string;
/** Why no notification can be shown here; null when one can. */
export function chromiumMissing(): string | null;
/** Installs it where it is missing; says why when it cannot. */
export function installChromium(): string | null;
