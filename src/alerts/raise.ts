/** Raises alerts: each member's settings say by which ways and when, whatever it is about. */
import {
  type AlertKind,
  alertPlan,
  escalatesAt,
  mostUnread,
  neverOnlyListed,
  tellAt,
  unreadWithin,
} from '../domain/alert.ts';
import { type AlertedMember, alertedMembers } from '../storage/alertSettings.ts';
import { type AlertToRaise, addAlerts, unreadSince } from '../storage/alerts.ts';
import type { Tenant } from '../storage/database.ts';
import { subscriptionsOf } from '../storage/pushSubscriptions.ts';

/** Somebody is to be told of something. */
export interface WantedAlert {
  kind: AlertKind;
  /** What it is about, told apart within its kind: the same is told to a member once, however often it is wanted. */
  key: string;
  memberId: string;
  caseId: string | null;
  subjectId?: string | null;
  /** The number of the fact that says so, or of the last one where the clock does. */
  sequence: number;
  /** Nobody but the member is told of it, however long it lies there. */
  alone?: true;
  /** Of an alert that went on: how far, and who was told first. */
  goneOn?: { level: number; firstMemberId: string };
}

/** Raises what is wanted and was not raised before, in the caller's transaction. Who is not here is told nothing. Answers how many are new. */
export async function raiseAlerts(
  tx: Tenant,
  { organisationId, now }: { organisationId: number; now: Date },
  wanted: readonly WantedAlert[],
): Promise<number> {
  if (wanted.length === 0) return 0;
  const ids = [...new Set(wanted.map(({ memberId }) => memberId))];
  const [members, browsers, unread] = await Promise.all([
    alertedMembers(tx, organisationId, ids),
    subscriptionsOf(tx, organisationId, ids),
    unreadSince(tx, organisationId, ids, new Date(now.getTime() - unreadWithin)),
  ]);
  const alerts = wanted.flatMap((one) => {
    const member = members.get(one.memberId);
    if (member === undefined) return [];
    const name = `${one.memberId} ${one.kind}`;
    const count = unread.get(name) ?? 0;
    unread.set(name, count + 1);
    const onlyListed = count >= mostUnread && !neverOnlyListed.includes(one.kind);
    return [alertOf(one, member, onlyListed ? null : (browsers.get(one.memberId) ?? []), now)];
  });
  return addAlerts(tx, organisationId, alerts, now);
}

/** `browsers` is null where the alert is only listed. */
function alertOf(
  { kind, key, memberId, caseId, subjectId = null, sequence, goneOn, alone }: WantedAlert,
  { settings }: AlertedMember,
  browsers: readonly string[] | null,
  now: Date,
): AlertToRaise {
  const at = tellAt(kind, settings, now);
  const plan = browsers === null ? [] : alertPlan(kind, settings, now);
  return {
    kind,
    key,
    memberId,
    caseId,
    subjectId,
    sequence,
    tellAt: at,
    level: goneOn?.level ?? 0,
    firstMemberId: goneOn?.firstMemberId ?? memberId,
    // What its member was never told goes on to nobody.
    escalateAt: browsers === null || alone === true ? null : escalatesAt(kind, at),
    deliveries: plan.flatMap(({ way, at: told }) =>
      (way === 'push' ? (browsers ?? []) : [memberId]).map((place) => ({ way, place, at: told })),
    ),
  };
}
