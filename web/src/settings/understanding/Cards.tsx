import type { UnderstandingView } from '../../../../src/api/contract.ts';
import { i18n } from '../../words/i18n.ts';
import { Panel } from '../Page.tsx';

/** The cards of the models, as they stand beside them: what each was made of and where it fails. */
export function Cards({ cards, models }: { cards: UnderstandingView['cards']; models: string }) {
  return (
    <Panel title={i18n.t('Cards of the models')}>
      <p className="text-13 text-quiet">{i18n.t('These models are number {models}.', { models })}</p>
      {cards.map(({ name, title, text }) => (
        <details key={name} className="border-t border-line pt-2">
          <summary className="target flex cursor-pointer items-center font-medium">{title}</summary>
          {/* Written in English only, for whoever checks the models. */}
          <pre lang="en" className="overflow-x-auto py-2 text-13 whitespace-pre-wrap">
            {text.replace(/^# .+\n+/, '')}
          </pre>
        </details>
      ))}
    </Panel>
  );
}
