import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyTheme } from '../shell/theme.ts';
import { FrontRow } from './FrontRow.tsx';
import { speakFront } from './frontLanguage.ts';
import '../styles.css';

applyTheme();
const place = document.getElementById('console');
if (place === null) throw new Error('front.html has no place for the page');
const root = createRoot(place);
const show = () =>
  root.render(
    <StrictMode>
      <FrontRow />
    </StrictMode>,
  );
// Without its catalogue the page is shown in English rather than not at all.
speakFront().then(
  (others) => {
    show();
    others().catch((error: unknown) => console.warn('Some texts stay English.', error));
  },
  (error: unknown) => {
    console.warn('The page stays English.', error);
    show();
  },
);

if ('serviceWorker' in navigator) {
  // After the page stands: a first visit has better things to load.
  window.addEventListener('load', () => {
    navigator.serviceWorker.register('/worker.js').catch((error: unknown) => {
      // A browser that forbids it has the page from the network, as any other.
      console.warn('The page will not open without a network.', error);
    });
  });
}
