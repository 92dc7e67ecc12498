/** What the headers of X say of how much may still be asked. */
import type { Allowance } from '../budget.ts';

/** The tightest of the windows that an answer names; null where it names none. */
export function allowanceOf(headers: Headers): Allowance | null {
  const windows = ['x-rate-limit', 'x-user-limit-24hour', 'x-app-limit-24hour'].flatMap((name) => {
    const [left, reset] = [number(headers, `${name}-remaining`), number(headers, `${name}-reset`)];
    return left === null || reset === null ? [] : [{ left, resetAt: new Date(reset * 1000) }];
  });
  const spent = windows.filter(({ left }) => left <= 0);
  const [latest] = spent.sort((a, b) => b.resetAt.getTime() - a.resetAt.getTime());
  return latest ?? windows[0] ?? null;
}

/** When the network asks us to come back; a minute from now where it does not say. */
export function comeBackAt(headers: Headers, now: Date): Date {
  const [soonest, latest] = [now.getTime() + 1_000, now.getTime() + 86_400_000];
  const wait = number(headers, 'retry-after');
  const named =
    allowanceOf(headers)?.resetAt.getTime() ??
    (wait === null ? now.getTime() + 60_000 : now.getTime() + wait * 1000);
  return new Date(Math.min(latest, Math.max(soonest, named)));
}

function number(headers: Headers, name: string): number | null {
  const value = headers.get(name);
  const read = Number(value ?? Number.NaN);
  return Number.isFinite(read) && read >= 0 && read < 100_000_000_000 ? read : null;
}
