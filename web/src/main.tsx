import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Fragment, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './server/queries.ts';
import { router } from './shell/router.tsx';
import { applyTheme } from './shell/theme.ts';
import { useLanguage } from './shell/useLanguage.ts';
import { languageAtStart, speak } from './words/language.ts';
import './styles.css';

/** Texts are read while a part is drawn, so another language draws everything anew. */
const Everything = () => (
  <Fragment key={useLanguage()}>
    <RouterProvider router={router} />
  </Fragment>
);

applyTheme();
const place = document.getElementById('console');
if (place === null) throw new Error('index.html has no place for the console');
const root = createRoot(place);
const show = () =>
  root.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Everything />
      </QueryClientProvider>
    </StrictMode>,
  );
// Without its catalogue the console is shown in English rather than not at all.
speak(languageAtStart()).then(show, show);
