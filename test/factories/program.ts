/** The program as a process: what Node is to run, as `npm start` runs it, and where Node keeps what it compiled. */
const builder = (await import('../../bin/build-program.mjs' as string)) as {
  codeCache: string;
  programFile(): string;
};

/** Put together by the run's set-up (globalProgram.ts); where that failed, the sources. */
export const programFile = builder.programFile();

/** Hundreds of starts in a run: each compiles only what none before it did. */
export const compiled = { NODE_COMPILE_CACHE: builder.codeCache };
