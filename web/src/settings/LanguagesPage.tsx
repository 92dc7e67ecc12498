import { useQuery } from '@tanstack/react-query';
import {
  isConsoleLanguage,
  languageFacts,
  type PublicLanguage,
  publicLanguages,
} from '../../../src/domain/languages.ts';
import { Choice } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { meQuery } from '../server/queries.ts';
import { changeOrganisation } from '../server/settingChanges.ts';
import { tell } from '../shell/told.ts';
import { useMe } from '../shell/useMe.ts';
import { dateWords } from '../time/timeWords.ts';
import { alike, alikeOfServer, translatedShare } from '../words/alike.ts';
import { i18n } from '../words/i18n.ts';
import { listed, rules } from '../words/intl.ts';
import { messagesIn } from '../words/language.ts';
import { languageWords } from '../words/names.ts';
import { Page, Panel } from './Page.tsx';
import { useChange } from './useChange.ts';

/** How much of the console is translated; null while it is counted, and for what the console does not speak. */
function useShare(language: PublicLanguage): number | null {
  const counted = useQuery({
    queryKey: ['translated', language],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      if (language === 'en') return 1;
      if (!isConsoleLanguage(language)) return null;
      return translatedShare(await messagesIn(language), [...alike[language], ...alikeOfServer[language]]);
    },
  });
  return counted.data ?? null;
}

/** Rounded down: what is not whole is never called whole. */
const percent = (share: number) =>
  new Intl.NumberFormat(rules(), { style: 'percent' }).format(Math.floor(share * 100) / 100);

function readers(language: PublicLanguage): string {
  const { readBy } = languageFacts[language];
  if (readBy.length === 0) return i18n.t('Nobody yet');
  return listed(readBy.map(({ name, on }) => i18n.t('{name}, {date}', { name, date: dateWords(on) })));
}

function Row({ language }: { language: PublicLanguage }) {
  const share = useShare(language);
  const { own } = languageFacts[language];
  const translated = (part: number) => i18n.t('{share} translated', { share: percent(part) });
  const ofConsole = share === null ? i18n.t('Counting') : translated(share);
  // English is what the others are translated from.
  const spoken = language === 'en';
  const facts = [
    [i18n.t('Console'), spoken ? i18n.t('Yes') : isConsoleLanguage(language) ? ofConsole : i18n.t('No')],
    [i18n.t('Public pages'), spoken ? i18n.t('Yes') : translated(1)],
    [i18n.t('Read by a native speaker'), readers(language)],
  ] as const;
  return (
    <li className="border-b border-line py-3 last:border-b-0">
      <h3 className="font-semibold">
        <span lang={language}>{own}</span>
        {languageWords(language).toLowerCase() !== own.toLowerCase() && (
          <span className="font-normal text-quiet"> {languageWords(language)}</span>
        )}
      </h3>
      <dl className="mt-1 grid gap-x-6 gap-y-1 sm:grid-cols-3">
        {facts.map(([name, words]) => (
          <div key={name}>
            <dt className="text-13 text-quiet">{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function OfPublicPages() {
  const { organisation, rights } = useMe();
  const { change, busy, trouble } = useChange([meQuery.queryKey, ['audit']]);
  const save = async (language: PublicLanguage) => {
    if ((await change(() => changeOrganisation({ language }))) !== undefined) tell(i18n.t('Saved.'));
  };
  return (
    <div className="flex max-w-[30rem] flex-col gap-4">
      <Choice
        label={i18n.t('Language of new forms')}
        value={organisation.language}
        disabled={busy || !rights.includes('organisation.manage')}
        onChange={(event) => {
          const chosen = publicLanguages.find((one) => one === event.target.value);
          if (chosen !== undefined) void save(chosen);
        }}
        help={i18n.t(
          'A page is shown in what its author chose, else in what their browser asks for, else in the language of its form.',
        )}
      >
        {publicLanguages.map((one) => (
          <option key={one} value={one} lang={one}>
            {languageFacts[one].own}
          </option>
        ))}
      </Choice>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}

/** Which languages the program speaks, how well, and who has read them. */
export default function LanguagesPage() {
  return (
    <Page
      title={i18n.t('Languages')}
      about={i18n.t('Everyone chooses the language of the console for themselves, under “You”.')}
    >
      <Panel title={i18n.t('Public pages')}>
        <OfPublicPages />
      </Panel>
      <Panel title={i18n.t('What is spoken here')}>
        <ul>
          {publicLanguages.map((one) => (
            <Row key={one} language={one} />
          ))}
        </ul>
        <Notice>
          {i18n.t(
            'A wrong or clumsy word? The texts of the console stand in web/src/locales, those of the public pages in src/pages/words: mend them there, or tell whoever runs this server. Whoever has read a whole language is named here.',
          )}
        </Notice>
      </Panel>
    </Page>
  );
}
