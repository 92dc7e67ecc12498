import { ExternalLink } from 'lucide-react';
import { Button } from '../../parts/Button.tsx';
import { i18n } from '../../words/i18n.ts';

export interface SendByHandProps {
  /** The page of the network on which it is posted. */
  address: string;
  /** As it goes out, with its signature. */
  text: string;
  disabled: boolean;
  send: () => void;
}

/** Where no program may answer: the words are copied, the network's page is opened, and the answer is looked for there. */
export default function SendByHand({ address, text, disabled, send }: SendByHandProps) {
  const copyAndOpen = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // No clipboard on a plain http address: the answer stands on the case, to be copied by hand.
    }
    window.open(address, '_blank', 'noopener,noreferrer');
    send();
  };
  const words = i18n.t('Copy and open {place}', { place: new URL(address).hostname });
  return (
    <Button kind="main" disabled={disabled} onClick={() => void copyAndOpen()} title={words}>
      <ExternalLink aria-hidden className="size-4" />
      {words}
    </Button>
  );
}
