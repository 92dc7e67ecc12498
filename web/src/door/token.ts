/** No token of ours is shorter: a link that was cut off in a mail is told as one, before anybody types a password. */
const shortest = 20;

/** The one-time token of a printed link: "#token=…", "#…" or "?token=…"; null where there is none, or only the beginning of one. */
export function tokenIn(address: { hash: string; search: string }): string | null {
  const found = wordIn(address);
  return found !== null && found.length >= shortest ? found : null;
}

function wordIn(address: { hash: string; search: string }): string | null {
  const hash = address.hash.replace(/^#/, '');
  const named = new URLSearchParams(hash).get('token') ?? new URLSearchParams(address.search).get('token');
  if (named !== null && named !== '') return named;
  return hash !== '' && !hash.includes('=') ? hash : null;
}
