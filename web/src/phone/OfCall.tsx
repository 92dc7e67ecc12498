import { Phone, PhoneMissed, Voicemail } from 'lucide-react';
import type { PostView } from '../../../src/api/contract.ts';
import { wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { callLength } from './callLength.ts';

type Call = NonNullable<PostView['call']>;

/** What a call was: how long, how long on hold, whether somebody took it. */
export function callWords({ seconds, heldSeconds, abandoned, recorded }: Call): string {
  if (abandoned === null) return i18n.t('Call: it goes on, or nobody told of its end');
  if (abandoned && recorded) return i18n.t('Message left');
  if (abandoned)
    return heldSeconds === null || heldSeconds === 0
      ? i18n.t('Call that nobody took')
      : i18n.t('Call that nobody took, {held} on hold', { held: callLength(heldSeconds) });
  const length = seconds === null ? null : callLength(seconds);
  const held = heldSeconds === null || heldSeconds === 0 ? null : callLength(heldSeconds);
  if (length === null) return held === null ? i18n.t('Call') : i18n.t('Call, on hold {held}', { held });
  return held === null
    ? i18n.t('Call, {length}', { length })
    : i18n.t('Call, {length}, on hold {held}', { length, held });
}

/** The line over the words of a call. */
export default function OfCall({ post }: { post: PostView }) {
  const { call, direction } = post;
  if (call === null) return null;
  const Icon = call.abandoned === false ? Phone : call.recorded ? Voicemail : PhoneMissed;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2 text-13 text-quiet">
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span>{direction === 'house' ? i18n.t('Answered by telephone') : callWords(call)}</span>
      {direction === 'inbound' && call.promised && (
        <span className="font-medium text-soon">
          {call.callAt === null
            ? i18n.t('To be called back')
            : i18n.t('To be called back, best {when}', { when: wholeMoment(call.callAt) })}
        </span>
      )}
    </p>
  );
}
