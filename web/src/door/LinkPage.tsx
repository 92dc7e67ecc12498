import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { exchangeLink } from '../server/changes.ts';
import { i18n } from '../words/i18n.ts';
import { Door } from './Door.tsx';
import { useEnter } from './useEnter.ts';
import { useToken } from './useToken.ts';

/** Comes in by a one-time link. */
export default function LinkPage() {
  const navigate = useNavigate();
  const { enter, trouble } = useEnter();
  const token = useToken();
  const asked = useRef<string>(undefined);
  useEffect(() => {
    if (token === null || asked.current === token) return;
    asked.current = token;
    void enter(() => exchangeLink(token)).then((came) => came && void navigate({ to: '/', replace: true }));
  }, [enter, token, navigate]);
  const sentence =
    token === null
      ? i18n.t('This link is not complete. Copy the whole of it, or ask for a new one.')
      : trouble;
  return (
    <Door title={i18n.t('Sign in by link')}>
      {sentence === null ? <Skeleton lines={2} className="p-0!" /> : <Notice kind="over">{sentence}</Notice>}
      {sentence !== null && (
        <Link to="/sign-in" className="target inline-flex items-center text-accent underline">
          {i18n.t('Sign in with a password')}
        </Link>
      )}
    </Door>
  );
}
