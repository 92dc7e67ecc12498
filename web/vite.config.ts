import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { plainPlaces } from './src/words/plainPlaces.ts';

/**
 * A sentence is its own id, so a text needs no entry in the English catalogue: the console shows the id, and fills in what stands in braces. What is left is what lingui
 * compiled of plurals, and the first page does not grow with every sentence of the settings.
 */
function englishIsItsOwn(): Plugin {
  return {
    name: 'english-is-its-own',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/locales/en.json')) return null;
      const { messages } = JSON.parse(code) as { messages: Record<string, unknown> };
      const needed = Object.entries(messages).filter(
        ([text, compiled]) => JSON.stringify(compiled) !== JSON.stringify(plainPlaces(text)),
      );
      return JSON.stringify({ messages: Object.fromEntries(needed) });
    },
  };
}

/** Builds the console into web/dist. `manifest` lets bench/bundle.ts see which files the first route needs. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [englishIsItsOwn(), react(), tailwindcss()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: ['chrome111', 'firefox114', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
