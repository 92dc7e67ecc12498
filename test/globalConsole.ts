/** The console of the sources as they stand, built once for all of the browser's tests: two files at once would build it into one folder. */
export default async function setup(): Promise<void> {
  const builder = (await import('../bin/build-console.mjs' as string)) as {
    buildConsole(): Promise<boolean>;
  };
  await builder.buildConsole();
}
