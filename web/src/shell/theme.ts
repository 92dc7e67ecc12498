import { keep, recall } from '../parts/remembered.ts';

export type Theme = 'system' | 'light' | 'dark';

/** Shows the console light, dark, or as the system has it, and remembers it. */
export function setTheme(theme: Theme): void {
  keep('theme', theme);
  applyTheme();
}

export const themeNow = (): Theme => recall<Theme>('theme', 'system');

/** Applies what was chosen before. */
export function applyTheme(): void {
  const theme = themeNow();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
