/** The roles of the program that an installation needs, each in one process or in several. */
export const neededRoles = ['serve', 'work', 'listen', 'send'] as const;

/** How often a running role gives a sign of life, in milliseconds. */
export const beatMilliseconds = 5_000;

/** True while the last sign of life is younger than four beats. */
export function isRunning(beatAt: Date, now: Date): boolean {
  return now.getTime() - beatAt.getTime() < 4 * beatMilliseconds;
}
