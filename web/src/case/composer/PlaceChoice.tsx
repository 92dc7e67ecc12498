import { i18n } from '../../words/i18n.ts';
import { networkWords } from '../../words/names.ts';
import type { Answering } from '../useAnswering.ts';

const shownWords = 60;

/** Which of the case's conversations is answered; nothing where there is one. */
export function PlaceChoice({ answering, disabled }: { answering: Answering; disabled: boolean }) {
  const { places, place, choose } = answering;
  if (places.length < 2 || place === null) return null;
  return (
    <label className="flex min-w-0 items-center gap-2 text-13">
      <span className="shrink-0 text-quiet">{i18n.t('In answer to')}</span>
      <select
        value={place.conversationId}
        disabled={disabled}
        onChange={(event) => choose(event.target.value)}
        className="target min-w-0 flex-1 rounded-8 border border-line-strong bg-raised px-2"
      >
        {places.map((one) => (
          <option key={one.conversationId} value={one.conversationId}>
            {one.visibility === 'direct'
              ? i18n.t('{network}, direct', { network: networkWords(one.network) })
              : networkWords(one.network)}
            {': '}
            {one.words.length > shownWords ? `${one.words.slice(0, shownWords)}…` : one.words}
          </option>
        ))}
      </select>
    </label>
  );
}
