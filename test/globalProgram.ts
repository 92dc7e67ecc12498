/** The program of the sources as they stand, put together once for everything that starts it. */
export default async function setup(): Promise<void> {
  const builder = (await import('../bin/build-program.mjs' as string)) as {
    buildProgram(): Promise<boolean>;
  };
  await builder.buildProgram();
}
