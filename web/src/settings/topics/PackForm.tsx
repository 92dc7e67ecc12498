import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { shortCodes } from '../../../../src/domain/languages.ts';
import { type PackLanguage, packLanguages } from '../../../../src/domain/topic.ts';
import { Button } from '../../parts/Button.tsx';
import { Choice } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { takePack, topicPacksQuery, topicsQuery } from '../../server/topics.ts';
import { tell } from '../../shell/told.ts';
import { i18n } from '../../words/i18n.ts';
import { languageWords } from '../../words/names.ts';
import { useChange } from '../useChange.ts';

const sectors: Record<string, () => string> = {
  any: () => i18n.t('Every sector'),
  banking: () => i18n.t('Banking'),
  electricity: () => i18n.t('Electricity'),
  health: () => i18n.t('Health'),
  public: () => i18n.t('Public administration'),
  retail: () => i18n.t('Retail'),
  telecoms: () => i18n.t('Telecoms'),
  transport: () => i18n.t('Transport'),
  water: () => i18n.t('Water'),
};

/** Chooses a sector and the language of the names, and takes its topics. */
export function PackForm({ close }: { close: () => void }) {
  const packs = useQuery(topicPacksQuery);
  const { change, busy, trouble } = useChange([topicsQuery.queryKey, ['tags'], ['audit']]);
  const [sector, setSector] = useState('water');
  const [language, setLanguage] = useState<PackLanguage>(ownLanguage);
  const pack = packs.data?.find((one) => one.sector === sector);
  const take = async () => {
    const taken = await change(() => takePack({ sector, language }));
    if (taken === undefined) return;
    tell(
      i18n.t(
        '{n, plural, =0 {All of these are there already.} one {One topic was taken.} other {# topics were taken.}}',
        {
          n: taken.added,
        },
      ),
    );
    close();
  };
  if (packs.isError) return <Trouble error={packs.error} again={() => void packs.refetch()} />;
  if (packs.data === undefined) return <Skeleton lines={4} />;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice label={i18n.t('Sector')} value={sector} onChange={(event) => setSector(event.target.value)}>
          {packs.data.map((one) => (
            <option key={one.sector} value={one.sector}>
              {sectors[one.sector]?.() ?? one.sector}
            </option>
          ))}
        </Choice>
        <Choice
          label={i18n.t('Named in')}
          value={language}
          onChange={(event) => setLanguage(event.target.value as PackLanguage)}
        >
          {packLanguages.map((one) => (
            <option key={one} value={one}>
              {languageWords(shortCodes[one] ?? one)}
            </option>
          ))}
        </Choice>
      </div>
      <ul aria-label={i18n.t('Topics of this sector')} className="flex flex-wrap gap-2">
        {pack?.topics.map(({ names }) => (
          <li key={names.eng} dir="auto" className="rounded-8 border border-line px-2 py-1 text-13">
            {names[language]}
          </li>
        ))}
      </ul>
      <p className="text-13 text-quiet">
        {i18n.t(
          'Each comes with some thirty invented sentences in several languages. Change and add what your people write.',
        )}
      </p>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex gap-2">
        <Button kind="main" type="submit" disabled={busy || pack === undefined}>
          {i18n.t('Take these topics')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}

/** The language that the console speaks now. */
const ownLanguage = (): PackLanguage =>
  packLanguages.find((one) => shortCodes[one] === i18n.locale.slice(0, 2)) ?? 'eng';
