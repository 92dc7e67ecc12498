import { useLocation } from '@tanstack/react-router';
import { tokenIn } from './token.ts';

/** The token in the page's address, also when the link is pasted into a page that is open already. */
export function useToken(): string | null {
  const { hash, searchStr } = useLocation();
  return tokenIn({ hash, search: searchStr });
}
