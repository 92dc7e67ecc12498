/** Codes of errors by which a request surely reached nobody: nothing can have been done by it. Whatever else breaks may have been done (Node's `errno` and undici's own). */
export const neverLeft: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
