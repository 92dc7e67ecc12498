import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { sentenceOf } from '../server/http.ts';
import { beginVisit, waysQuery } from '../server/outgoing.ts';
import { i18n } from '../words/i18n.ts';

/** A button for each issuer: it leads there and back. */
export function IssuerDoor() {
  const ways = useQuery(waysQuery).data?.singleSignOn ?? [];
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const go = async (id: string) => {
    setBusy(true);
    try {
      location.assign((await beginVisit(id)).address);
    } catch (error) {
      setTrouble(sentenceOf(error));
      setBusy(false);
    }
  };
  if (ways.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {ways.map((one) => (
        <Button key={one.id} disabled={busy} onClick={() => void go(one.id)}>
          <span dir="auto">{i18n.t('Sign in with {name}', { name: one.name })}</span>
        </Button>
      ))}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}
