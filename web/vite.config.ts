import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Where the texts stand that the front row shows before anything is tapped. */
const ofFront =
  /^#: src\/(front\/|time\/|words\/(names|commitmentWords|followUpWords)\.ts|server\/http\.ts)/m;

/**
 * `fr.json?front`: of a catalogue what the front row needs to be read. The whole of it follows once the page stands: on a slow line it would hold up the page by a second.
 */
function frontCatalogues(): Plugin {
  return {
    name: 'front-catalogues',
    enforce: 'pre',
    transform(code, id) {
      const [file = '', query] = id.split('?');
      if (query !== 'front') return null;
      const entries = readFileSync(file.replace(/json$/, 'po'), 'utf8').split(/\n\n+/);
      const ids = entries.filter((entry) => ofFront.test(entry)).map(idOf);
      const { messages } = JSON.parse(code) as { messages: Record<string, unknown> };
      const catalogue = { messages: Object.fromEntries(ids.map((one) => [one, messages[one]])) };
      return { code: `export default ${JSON.stringify(catalogue)}`, moduleType: 'js' };
    },
  };
}

/** The sentence of an entry of a catalogue, over however many lines it is written. */
function idOf(entry: string): string {
  const [, lines = ''] = /^msgid ((?:"(?:[^"\\]|\\.)*"\n?)+)/m.exec(entry) ?? [];
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as string)
    .join('');
}

/** A service worker is one plain script: what pages take from its folder they get as a copy of their own, so that nothing of it is put into a file for both. */
function workerAlone(): Plugin {
  return {
    name: 'worker-alone',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.includes('/worker/') || importer === undefined || importer.includes('/src/worker/'))
        return null;
      const found = await this.resolve(source, importer, { skipSelf: true });
      return found === null ? null : `${found.id}?page`;
    },
    generateBundle(_, files) {
      const worker = files['worker.js'];
      if (worker?.type === 'chunk' && worker.imports.length > 0)
        this.error(`The service worker needs ${worker.imports.join(', ')}: no browser would start it.`);
    },
  };
}

/** Builds the console into web/dist. `manifest` lets bench/bundle.ts see which files the first route needs. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [englishIsItsOwn(), frontCatalogues(), workerAlone(), react(), tailwindcss()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: ['chrome111', 'firefox114', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, 'index.html'),
        front: join(import.meta.dirname, 'front.html'),
        worker: join(import.meta.dirname, 'src/worker/worker.ts'),
      },
      // A service worker keeps its name: its address is how the browser knows it again.
      output: {
        entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
