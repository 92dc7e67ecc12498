import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { type CaseFilter, facets } from '../../../src/domain/caseFilter.ts';
import { filterOf } from '../filters/address.ts';
import { followUpFilterOf } from '../followUps/followUpFilter.ts';
import { InboxPage } from '../inbox/InboxPage.tsx';
import { Empty } from '../parts/Empty.tsx';
import { ledgerFilterOf } from '../promises/ledgerFilter.ts';
import { recordSearchOf } from '../record/recordSearch.ts';
import { i18n } from '../words/i18n.ts';
import { Shell } from './Shell.tsx';

const nowhere = () => (
  <Empty
    icon={<MapPinOff />}
    title={i18n.t('There is nothing at this address')}
    action={
      <Link to="/" className="target inline-flex items-center text-accent underline">
        {i18n.t('To the inbox')}
      </Link>
    }
  />
);

const root = createRootRoute({ component: Outlet, notFoundComponent: () => <main>{nowhere()}</main> });

const door = <P extends string>(path: P, page: () => Promise<{ default: React.ComponentType }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(page) });
const signIn = door('/sign-in', () => import('../door/SignInPage.tsx'));
const link = door('/link', () => import('../door/LinkPage.tsx'));
const invitation = door('/invitation', () => import('../door/InvitationPage.tsx'));
const password = door('/password', () => import('../door/PasswordPage.tsx'));
const secondFactor = door('/second-factor', () => import('../door/SecondFactorPage.tsx'));
const issuerReturn = door('/single-sign-on', () => import('../door/IssuerReturnPage.tsx'));
const firstRun = door('/first-run', () => import('../door/FirstRunPage.tsx'));

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  notFoundComponent: nowhere,
});
const start = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox/$view', params: { view: 'queue' }, replace: true });
  },
});
const inboxSearch = (search: Record<string, unknown>): { side?: boolean } & CaseFilter => ({
  ...filterOf(search),
  ...(search.side === true || search.side === 'true' ? { side: true } : {}),
});
const inbox = createRoute({
  getParentRoute: () => shell,
  path: '/inbox',
  component: InboxPage,
  validateSearch: inboxSearch,
  // What a list is narrowed to stays while its cases are opened and closed.
  search: { middlewares: [retainSearchParams([...facets])] },
});
const inboxView = createRoute({ getParentRoute: () => inbox, path: '/$view' });
const inboxCase = createRoute({ getParentRoute: () => inboxView, path: '/$caseId' });
const search = createRoute({
  getParentRoute: () => shell,
  path: '/search',
  component: lazyRouteComponent(() => import('../search/SearchPage.tsx')),
  validateSearch: (given: Record<string, unknown>): { q?: string } & CaseFilter => ({
    ...filterOf(given),
    ...(given.q === undefined || given.q === '' ? {} : { q: String(given.q) }),
  }),
});
/** A place of the shell that is loaded when it is asked for. */
const place = <P extends string>(path: P, page: () => Promise<{ default: React.ComponentType }>) =>
  createRoute({ getParentRoute: () => shell, path, component: lazyRouteComponent(page) });
const announcements = place('/announcements', () => import('../announcements/AnnouncementsPage.tsx'));
const calls = createRoute({
  getParentRoute: () => shell,
  path: '/calls',
  component: lazyRouteComponent(() => import('../calls/CallsPage.tsx')),
  validateSearch: (given: { call?: string }) => given,
});
const commitments = createRoute({
  getParentRoute: () => shell,
  path: '/commitments',
  component: lazyRouteComponent(() => import('../promises/PromisesPage.tsx')),
  validateSearch: ledgerFilterOf,
});
const followUps = createRoute({
  getParentRoute: () => shell,
  path: '/follow-ups',
  component: lazyRouteComponent(() => import('../followUps/FollowUpsPage.tsx')),
  validateSearch: followUpFilterOf,
});
const record = createRoute({
  getParentRoute: () => shell,
  path: '/record',
  component: lazyRouteComponent(() => import('../record/RecordPage.tsx')),
  validateSearch: recordSearchOf,
});
const approvals = place('/approvals', () => import('../approvals/ApprovalsPage.tsx'));
const alerts = place('/alerts', () => import('../alerts/AlertsPage.tsx'));
const callBacks = place('/call-backs', () => import('../phone/CallBacksPage.tsx'));
const spreading = place('/spreading', () => import('../spreading/SpreadingPage.tsx'));
const watchOuts = place('/watch-outs', () => import('../watchOuts/WatchOutsPage.tsx'));
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/SettingsPage.tsx')),
});
const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/me', replace: true });
  },
});
const part = <P extends string>(path: P, page: () => Promise<{ default: React.ComponentType }>) =>
  createRoute({ getParentRoute: () => settings, path, component: lazyRouteComponent(page) });
const settingsRoutes = [
  settingsStart,
  part('/me', () => import('../settings/MePage.tsx')),
  part('/alerts', () => import('../settings/alerts/AlertSettingsPage.tsx')),
  part('/accounts', () => import('../settings/AccountsPage.tsx')),
  part('/units', () => import('../settings/UnitsPage.tsx')),
  part('/members', () => import('../settings/MembersPage.tsx')),
  part('/teams', () => import('../settings/teams/TeamsPage.tsx')),
  part('/front', () => import('../settings/FrontPage.tsx')),
  part('/spreading', () => import('../settings/SpreadingPage.tsx')),
  part('/intake', () => import('../settings/IntakePage.tsx')),
  part('/organisation', () => import('../settings/OrganisationPage.tsx')),
  part('/office-hours', () => import('../settings/officeHours/OfficeHoursPage.tsx')),
  part('/languages', () => import('../settings/LanguagesPage.tsx')),
  part('/praise', () => import('../settings/PraisePage.tsx')),
  part('/blocked', () => import('../settings/BlockedPage.tsx')),
  part('/protected', () => import('../settings/ProtectedPage.tsx')),
  part('/tags', () => import('../settings/TagsPage.tsx')),
  part('/texts', () => import('../settings/texts/TextsPage.tsx')),
  part('/policies', () => import('../settings/policies/PoliciesPage.tsx')),
  part('/topics', () => import('../settings/topics/TopicsPage.tsx')),
  part('/understanding', () => import('../settings/understanding/UnderstandingPage.tsx')),
  part('/rules', () => import('../settings/rules/RulesPage.tsx')),
  part('/sign-in', () => import('../settings/IssuerPage.tsx')),
  part('/webhooks', () => import('../settings/WebhooksPage.tsx')),
  part('/keys', () => import('../settings/KeysPage.tsx')),
  part('/data-protection', () => import('../settings/DataProtectionPage.tsx')),
  part('/audit', () => import('../settings/AuditPage.tsx')),
] as const;

const routes = root.addChildren([
  signIn,
  link,
  invitation,
  password,
  secondFactor,
  issuerReturn,
  firstRun,
  shell.addChildren([
    start,
    inbox.addChildren([inboxView.addChildren([inboxCase])]),
    search,
    announcements,
    calls,
    approvals,
    commitments,
    followUps,
    record,
    alerts,
    callBacks,
    spreading,
    watchOuts,
    settings.addChildren([...settingsRoutes]),
  ]),
]);

/** Where the console can go. Only the inbox is in the first load; the rest comes when it is asked for. */
export const router = createRouter({ routeTree: routes, defaultPreload: 'intent', scrollRestoration: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
