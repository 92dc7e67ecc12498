/** The one-time token of a printed link: "#token=…", "#…" or "?token=…"; null where there is none. */
export function tokenIn(address: { hash: string; search: string }): string | null {
  const hash = address.hash.replace(/^#/, '');
  const named = new URLSearchParams(hash).get('token') ?? new URLSearchParams(address.search).get('token');
  if (named !== null && named !== '') return named;
  return hash !== '' && !hash.includes('=') ? hash : null;
}
