import { useQuery } from '@tanstack/react-query';
import type { UnderstandingView } from '../../../../src/api/contract.ts';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { understandingQuery } from '../../server/findings.ts';
import { aspectWords, findingWords } from '../../words/findingWords.ts';
import { i18n } from '../../words/i18n.ts';
import { Page, Panel } from '../Page.tsx';
import { Cards } from './Cards.tsx';
import { Figures } from './Figures.tsx';
import { Threats } from './Threats.tsx';

/** What is found in posts: how good that is, what members corrected, what it was made of, and who answers threats. */
export default function UnderstandingPage() {
  const query = useQuery(understandingQuery);
  return (
    <Page
      title={i18n.t('Understanding')}
      about={i18n.t(
        'Small models of this program read every post: its language, what it wants, how grave it is. They run here, send nothing anywhere, and are often wrong: a member’s word always holds.',
      )}
    >
      {query.data === undefined ? (
        query.isError ? (
          <Trouble error={query.error} again={() => void query.refetch()} />
        ) : (
          <Skeleton lines={10} />
        )
      ) : (
        <>
          <Reading found={query.data} />
          <Threats found={query.data} />
          <Corrections found={query.data} />
          <Figures figures={query.data.figures} />
          <Cards cards={query.data.cards} models={query.data.models} />
        </>
      )}
    </Page>
  );
}

/** More than this waits only when something is wrong, or a whole archive was imported. */
const usual = 200;

function Reading({ found: { read, behind } }: { found: UnderstandingView }) {
  return (
    <Panel title={i18n.t('Reading')}>
      <p>
        {i18n.t(
          '{n, plural, =0 {No post was read in the last 30 days.} one {One post was read in the last 30 days.} other {# posts were read in the last 30 days.}}',
          {
            n: read,
          },
        )}
      </p>
      {behind > usual && (
        <Notice kind="soon">
          {i18n.t(
            '{n} entries of the history wait to be read. Where that number does not fall, see whether a program with the role work runs.',
            {
              n: behind,
            },
          )}
        </Notice>
      )}
    </Panel>
  );
}

function Corrections({ found: { corrections } }: { found: UnderstandingView }) {
  return (
    <Panel title={i18n.t('What members corrected in the last 30 days')}>
      {corrections.length === 0 ? (
        <p className="text-quiet">
          {i18n.t('Nothing yet. Every correction is kept as an example for the next training.')}
        </p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full text-left">
            <thead>
              <tr className="text-13 text-quiet">
                <th scope="col" className="py-1 pr-4 font-medium">
                  {i18n.t('Finding')}
                </th>
                <th scope="col" className="py-1 pr-4 text-right font-medium">
                  {i18n.t('Missed')}
                </th>
                <th scope="col" className="py-1 text-right font-medium">
                  {i18n.t('Wrongly found')}
                </th>
              </tr>
            </thead>
            <tbody>
              {corrections.map(({ aspect, name, missed, wrong }) => (
                <tr key={`${aspect} ${name}`} className="border-t border-line">
                  <th scope="row" className="py-1 pr-4 font-normal">
                    {`${aspectWords(aspect)}: ${findingWords(aspect, name)}`}
                  </th>
                  <td className="py-1 pr-4 text-right tabular-nums">{missed}</td>
                  <td className="py-1 text-right tabular-nums">{wrong}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
