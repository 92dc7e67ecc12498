import { useQuery } from '@tanstack/react-query';
import type { LikelySame } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { joinAuthors } from '../server/changes.ts';
import { likelySameKey, likelySameQuery, notSamePerson } from '../server/phone.ts';
import { caseKey } from '../server/queries.ts';
import { useChange } from '../settings/useChange.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords } from '../words/names.ts';

const whyWords = ({ by, network }: LikelySame): string =>
  by === 'number'
    ? i18n.t('{network}: known there by this number', { network: networkWords(network) })
    : i18n.t('{network}: said that they can be reached by this number', { network: networkWords(network) });

/** Who is likely the same person as the caller, by the number; nothing joins without a member's yes. */
export default function SamePerson({ caseId }: { caseId: string }) {
  const mayWork = useMay('cases.work');
  const { data = [] } = useQuery(likelySameQuery(caseId));
  const { change, busy, trouble } = useChange([caseKey(caseId), likelySameKey(caseId)]);
  if (data.length === 0) return null;
  return (
    <section className="flex flex-col gap-3 border-b border-line p-4">
      <h4 className="text-13 font-medium text-quiet">{i18n.t('The same person?')}</h4>
      {data.map((one) => (
        <div key={one.caseNumber} className="flex flex-col gap-2">
          <p>
            <span dir="auto" className="font-medium break-words">
              {one.name}
            </span>{' '}
            <span className="text-13 text-quiet">
              #{one.caseNumber}, {whyWords(one)}
            </span>
          </p>
          {mayWork && (
            <div className="flex flex-wrap gap-2">
              <Button
                disabled={busy}
                aria-label={i18n.t('One person with {name}', { name: one.name })}
                onClick={() => void change(() => joinAuthors(caseId, one.caseNumber))}
              >
                {i18n.t('Yes, one person')}
              </Button>
              <Button
                kind="quiet"
                disabled={busy}
                aria-label={i18n.t('Somebody else than {name}', { name: one.name })}
                onClick={() => void change(() => notSamePerson(caseId, one.caseNumber))}
              >
                {i18n.t('No, two')}
              </Button>
            </div>
          )}
        </div>
      ))}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </section>
  );
}
