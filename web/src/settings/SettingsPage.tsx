import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import type { Right } from '../../../src/domain/rights.ts';
import { Scroll } from '../parts/Scroll.tsx';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';

interface Part {
  to:
    | '/settings/accounts'
    | '/settings/units'
    | '/settings/members'
    | '/settings/teams'
    | '/settings/front'
    | '/settings/spreading'
    | '/settings/intake'
    | '/settings/organisation'
    | '/settings/office-hours'
    | '/settings/languages'
    | '/settings/praise'
    | '/settings/blocked'
    | '/settings/protected'
    | '/settings/tags'
    | '/settings/texts'
    | '/settings/policies'
    | '/settings/rules'
    | '/settings/topics'
    | '/settings/understanding'
    | '/settings/sign-in'
    | '/settings/webhooks'
    | '/settings/keys'
    | '/settings/data-protection'
    | '/settings/audit'
    | '/settings/me'
    | '/settings/alerts';
  title: string;
  right: Right;
}

/** The parts of the settings, and the right that each needs. */
export const settingsParts = (): Part[] => [
  { to: '/settings/me', title: i18n.t('You'), right: 'self.manage' },
  { to: '/settings/alerts', title: i18n.t('Alerts'), right: 'self.manage' },
  { to: '/settings/accounts', title: i18n.t('Connected accounts'), right: 'accounts.read' },
  { to: '/settings/units', title: i18n.t('Units'), right: 'organisation.manage' },
  { to: '/settings/members', title: i18n.t('Members'), right: 'members.read' },
  { to: '/settings/teams', title: i18n.t('Teams'), right: 'members.read' },
  { to: '/settings/front', title: i18n.t('Front row'), right: 'front.read' },
  { to: '/settings/spreading', title: i18n.t('Stories that spread'), right: 'spreading.manage' },
  { to: '/settings/intake', title: i18n.t('Intake'), right: 'intake.read' },
  { to: '/settings/organisation', title: i18n.t('Organisation'), right: 'organisation.manage' },
  { to: '/settings/office-hours', title: i18n.t('Office hours'), right: 'organisation.manage' },
  { to: '/settings/languages', title: i18n.t('Languages'), right: 'self.manage' },
  { to: '/settings/praise', title: i18n.t('Praise'), right: 'cases.read' },
  { to: '/settings/tags', title: i18n.t('Tags'), right: 'cases.read' },
  { to: '/settings/blocked', title: i18n.t('Blocked authors'), right: 'cases.read' },
  { to: '/settings/protected', title: i18n.t('Protected authors'), right: 'authors.protect' },
  { to: '/settings/texts', title: i18n.t('Approved texts'), right: 'cases.read' },
  { to: '/settings/policies', title: i18n.t('Policies'), right: 'cases.read' },
  { to: '/settings/rules', title: i18n.t('Rules'), right: 'cases.read' },
  { to: '/settings/topics', title: i18n.t('Topics'), right: 'cases.read' },
  { to: '/settings/understanding', title: i18n.t('Understanding'), right: 'cases.read' },
  { to: '/settings/sign-in', title: i18n.t('Sign-in'), right: 'organisation.manage' },
  { to: '/settings/webhooks', title: i18n.t('Webhooks'), right: 'webhooks.manage' },
  { to: '/settings/keys', title: i18n.t('API keys'), right: 'self.manage' },
  { to: '/settings/data-protection', title: i18n.t('Data protection'), right: 'authors.erase' },
  { to: '/settings/audit', title: i18n.t('Audit'), right: 'audit.read' },
];

/** The settings: their parts at the side, on a phone as a choice above. */
export default function SettingsPage() {
  const me = useMe();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const parts = settingsParts().filter((part) => me.rights.includes(part.right));
  return (
    <div className="flex h-full min-h-0 flex-col md:flex-row">
      <div className="border-b border-line p-3 md:hidden">
        <select
          aria-label={i18n.t('Part of the settings')}
          value={pathname}
          onChange={(event) => void navigate({ to: event.target.value as Part['to'] })}
          className="target w-full rounded-8 border border-line-strong bg-raised px-3 text-17 font-semibold"
        >
          {parts.map((part) => (
            <option key={part.to} value={part.to}>
              {part.title}
            </option>
          ))}
        </select>
      </div>
      <nav aria-label={i18n.t('Settings')} className="hidden w-56 shrink-0 border-r border-line p-3 md:block">
        <ul className="flex flex-col gap-0.5">
          {parts.map((part) => (
            <li key={part.to}>
              <Link
                to={part.to}
                className="target flex items-center rounded-8 px-3 text-quiet hover:bg-deep"
                activeProps={{ className: 'bg-accent-soft! text-ink! font-semibold' }}
              >
                {part.title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Scroll name={i18n.t('Part shown')} className="min-h-0 flex-1">
        <Outlet />
      </Scroll>
    </div>
  );
}
