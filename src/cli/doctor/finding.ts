/** What the doctor says of one thing: how it is, in one sentence, and how to mend it. */
export interface Finding {
  check: string;
  state: 'ok' | 'warning' | 'fault';
  sentence: string;
  /** Null where nothing is to be mended. */
  mend: string | null;
}

export const fine = (check: string, sentence: string): Finding => ({
  check,
  state: 'ok',
  sentence,
  mend: null,
});
export const warning = (check: string, sentence: string, mend: string): Finding => ({
  check,
  state: 'warning',
  sentence,
  mend,
});
export const fault = (check: string, sentence: string, mend: string): Finding => ({
  check,
  state: 'fault',
  sentence,
  mend,
});

/** As lines for people: the state first, the remedy below. */
export function told(findings: readonly Finding[]): string {
  const signs = { ok: 'ok     ', warning: 'WARNING', fault: 'FAULT  ' };
  return findings
    .map(({ check, state, sentence, mend }) => {
      const remedy = mend === null ? '' : `\n         ${mend}`;
      return `${signs[state]}  ${check}: ${sentence}${remedy}\n`;
    })
    .join('');
}
