import type { HiddenPostView, WatchOutView } from '../../../src/api/contract.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords } from '../words/names.ts';

type Sign = WatchOutView['signs'][number];

/** What speaks for it that an account answers in our name. */
export function signWords(sign: Sign, like: string | null): string {
  switch (sign) {
    case 'look_alike':
      return i18n.t('Its name looks like “{name}”', { name: like ?? '' });
    case 'holds_name':
      return i18n.t('It holds the whole name “{name}”', { name: like ?? '' });
    case 'asks_private':
      return i18n.t('It asks for what is private: a PIN, an account, a card');
    case 'moves_away':
      return i18n.t('It leads people elsewhere: a message, a number, a link');
    case 'says_we':
      return i18n.t('It speaks as if for a house: “our team”, “customer care”');
    case 'many_authors':
      return i18n.t('It answered several authors within minutes');
  }
}

export function stateWords(state: WatchOutView['state']): string {
  switch (state) {
    case 'suspected':
      return i18n.t('Suspected');
    case 'imposter':
      return i18n.t('An imposter');
    case 'innocent':
      return i18n.t('Innocent');
    case 'ours':
      return i18n.t('Ours, or a colleague’s');
  }
}

/** What became of the last report. */
export function reportWords(
  { outcome, sentence, by }: NonNullable<WatchOutView['reported']>,
  network: WatchOutView['network'],
): string {
  const where = networkWords(network);
  switch (outcome) {
    case 'taken':
      return i18n.t('Reported to {network} by {name}', { network: where, name: by });
    case 'by_hand':
      return i18n.t('{name} reported it on {network} by hand', { network: where, name: by });
    case 'refused':
      return i18n.t('{network} did not take the report: {why}', { network: where, why: sentence ?? '' });
    case 'asking':
    case 'unknown':
      return i18n.t('Nobody knows whether {network} took the report. Report it again, or look there.', {
        network: where,
      });
  }
}

export const because = [
  'imposter',
  'fraud',
  'threat',
  'hate',
  'private_data',
  'sexual',
  'illegal',
] as const satisfies readonly HiddenPostView['because'][];

/** Why a post of somebody else may be hidden. */
export function becauseWords(why: HiddenPostView['because']): string {
  switch (why) {
    case 'imposter':
      return i18n.t('It answers in our name');
    case 'fraud':
      return i18n.t('Fraud');
    case 'threat':
      return i18n.t('A threat');
    case 'hate':
      return i18n.t('Hatred');
    case 'private_data':
      return i18n.t('Private data of somebody');
    case 'sexual':
      return i18n.t('Sexual content');
    case 'illegal':
      return i18n.t('Against the law');
  }
}
