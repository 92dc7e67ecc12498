import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { useId } from 'react';
import type { WatchOutView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { reportAccount, sayWhatItIs, watchOutsKey } from '../server/watchOuts.ts';
import { useChange } from '../settings/useChange.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords } from '../words/names.ts';
import { reportWords, signWords, stateWords } from './watchWords.ts';

/** One account: who it looks like, what speaks for it, what it wrote to whom; then what a person says of it. `gone`: it left this list. */
export function OneWatchOut({ one, gone }: { one: WatchOutView; gone: () => void }) {
  const now = useNow();
  const heading = useId();
  const mayDecide = useMay('watchOuts.decide');
  const { handle, name, network, signs, like, decided, foundAt } = one;
  return (
    <li className="flex flex-col gap-3 rounded-8 border border-line bg-raised py-3">
      <div className="flex flex-col gap-1 px-4">
        <h2 id={heading} className="text-17 font-semibold wrap-anywhere">
          {name !== null && <bdi>{name} </bdi>}
          <bdi className={name === null ? '' : 'font-normal text-quiet'}>{handle}</bdi>
        </h2>
        <p className="text-13 text-quiet">
          {networkWords(network)} · {i18n.t('found {time}', { time: momentWords(foundAt, now) })}
          {decided !== null && (
            <>
              {' · '}
              <strong className="text-ink">{stateWords(one.state)}</strong> (<bdi>{decided.by}</bdi>,{' '}
              {momentWords(decided.at, now)})
            </>
          )}
        </p>
        <ul aria-label={i18n.t('What speaks for it')} className="list-disc pl-5">
          {signs.map((sign) => (
            <li key={sign}>{signWords(sign, like)}</li>
          ))}
        </ul>
      </div>
      <Posts one={one} now={now} />
      <Reporting one={one} mayReport={mayDecide} named={heading} />
      {mayDecide && <Decision one={one} named={heading} gone={gone} />}
    </li>
  );
}

/** What it wrote to whom, the latest first. */
function Posts({ one: { latest, posts }, now }: { one: WatchOutView; now: Date }) {
  return (
    <div className="border-y border-line px-4 py-3">
      <ol aria-label={i18n.t('What it wrote to our authors')} className="flex flex-col gap-3">
        {latest.map(({ postId, at, text, answered, caseId, pageAddress }) => (
          <li key={postId}>
            <p className="flex flex-wrap items-center gap-x-2 text-13 text-quiet">
              <time dateTime={at}>{momentWords(at, now)}</time>
              <span>
                {i18n.t('to {name},', { name: answered.name })}{' '}
                <Link
                  to="/inbox/$view/$caseId"
                  params={{ view: 'all', caseId: answered.caseId }}
                  className="text-accent underline"
                >
                  {i18n.t('case {number}', { number: answered.caseNumber })}
                </Link>
              </span>
              <Link
                to="/inbox/$view/$caseId"
                params={{ view: 'all', caseId }}
                className="text-accent underline"
              >
                {i18n.t('This post in its case')}
              </Link>
              {pageAddress !== null && (
                <a
                  href={pageAddress}
                  target="_blank"
                  rel="noreferrer"
                  className="inline-flex items-center gap-1 text-accent underline"
                >
                  {i18n.t('On the network')}
                  <ExternalLink aria-hidden className="size-3.5" />
                </a>
              )}
            </p>
            <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
              {text ?? <em className="text-quiet">{i18n.t('This post is not here any more.')}</em>}
            </p>
          </li>
        ))}
      </ol>
      {posts > latest.length && (
        <p className="mt-2 text-13 text-quiet">{i18n.t('{n} posts in all', { n: posts })}</p>
      )}
    </div>
  );
}

/** Reporting it: by the program where the network takes that, else by hand on its own page. */
function Reporting({
  one: { id, network, report, reported, state },
  mayReport,
  named,
}: {
  one: WatchOutView;
  mayReport: boolean;
  named: string;
}) {
  const now = useNow();
  const own = useId();
  const { change, busy, trouble } = useChange([watchOutsKey]);
  const where = networkWords(network);
  const send = async (byHand: boolean) => {
    if ((await change(() => reportAccount(id, { byHand }))) === undefined) return;
    tell(byHand ? i18n.t('It is written down.') : i18n.t('It is reported to {network}.', { network: where }));
  };
  const offers = mayReport && state !== 'innocent' && state !== 'ours';
  return (
    <div className="flex flex-col gap-2 px-4">
      {reported !== null && (
        <p className="text-13">
          {reportWords(reported, network)}{' '}
          <span className="text-quiet">({momentWords(reported.at, now)})</span>
        </p>
      )}
      {offers && !report.byProgram && (
        <p className="text-13 text-quiet">
          {i18n.t(
            '{network} takes no reports from here. Open the account’s page there, choose “Report” and that it pretends to be somebody else; then write down that you did.',
            { network: where },
          )}
        </p>
      )}
      {offers && (
        <div className="flex flex-wrap items-center gap-2">
          {report.byProgram && (
            <Button
              id={`${own}report`}
              aria-labelledby={`${own}report ${named}`}
              disabled={busy}
              onClick={() => void send(false)}
            >
              {i18n.t('Report to {network}', { network: where })}
            </Button>
          )}
          {report.address !== null && (
            <a
              href={report.address}
              target="_blank"
              rel="noreferrer"
              className="target inline-flex items-center gap-1 px-3 text-accent underline"
            >
              {i18n.t('Its page on {network}', { network: where })}
              <ExternalLink aria-hidden className="size-3.5" />
            </a>
          )}
          {!report.byProgram && (
            <Button
              id={`${own}hand`}
              aria-labelledby={`${own}hand ${named}`}
              disabled={busy}
              onClick={() => void send(true)}
            >
              {i18n.t('I have reported it there')}
            </Button>
          )}
        </div>
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}

/** An imposter, innocent, or ours; each can be taken back. */
function Decision({
  one: { id, state },
  named,
  gone,
}: {
  one: WatchOutView;
  /** The heading of the account, by which its buttons are told apart. */
  named: string;
  gone: () => void;
}) {
  const own = useId();
  const { change, busy, trouble } = useChange([watchOutsKey]);
  const say = async (as: WatchOutView['state']) => {
    if ((await change(() => sayWhatItIs(id, as))) === undefined) return;
    tell(as === 'suspected' ? i18n.t('It is suspected again.') : i18n.t('It stands among the decided ones.'));
    gone();
  };
  const button = (as: WatchOutView['state'], words: string, kind: 'plain' | 'quiet' | 'danger') => (
    <Button
      id={`${own}${as}`}
      aria-labelledby={`${own}${as} ${named}`}
      kind={kind}
      disabled={busy}
      onClick={() => void say(as)}
    >
      {words}
    </Button>
  );
  return (
    <div className="flex flex-wrap items-center gap-2 px-4">
      {state === 'suspected' ? (
        <>
          {button('imposter', i18n.t('It is an imposter'), 'danger')}
          {button('innocent', i18n.t('It is innocent'), 'plain')}
          {button('ours', i18n.t('It is ours'), 'quiet')}
        </>
      ) : (
        button('suspected', i18n.t('Take it back'), 'quiet')
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}
