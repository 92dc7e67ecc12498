import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { endVisit } from '../server/outgoing.ts';
import { i18n } from '../words/i18n.ts';
import { Door } from './Door.tsx';
import { useEnter } from './useEnter.ts';

/** Where an issuer sends somebody back: what it says is given to the server once. */
export default function IssuerReturnPage() {
  const navigate = useNavigate();
  const { enter, trouble } = useEnter();
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    const { search } = location;
    // Not kept in the browser's history: a code in it is nobody's to read later.
    history.replaceState(history.state, '', location.pathname);
    void enter(() => endVisit(search)).then((came) => came && void navigate({ to: '/', replace: true }));
  }, [enter, navigate]);
  return (
    <Door title={i18n.t('Signing in')}>
      {trouble === null ? <Skeleton lines={2} className="p-0!" /> : <Notice kind="over">{trouble}</Notice>}
      {trouble !== null && (
        <Link to="/sign-in" className="target inline-flex items-center text-accent underline">
          {i18n.t('Begin again')}
        </Link>
      )}
    </Door>
  );
}
