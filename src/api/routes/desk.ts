import type { Routes } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { abuseReadingRoutes } from './abuseReading.ts';
import { approvalRoutes } from './approvals.ts';
import { blockingRoutes } from './blocking.ts';
import { bulkRoutes } from './bulk.ts';
import { caseRoutes } from './cases.ts';
import { commitmentRoutes } from './commitments.ts';
import { complaintCallRoutes } from './complaintCalls.ts';
import { erasingRoutes } from './erasing.ts';
import { eventRoutes } from './events.ts';
import { exportRoutes } from './exports.ts';
import { followUpRoutes } from './followUps.ts';
import { frontRoutes } from './front.ts';
import { healthRoutes } from './health.ts';
import { importRoutes } from './imports.ts';
import { intakeRoutes } from './intake.ts';
import { letterboxRoutes } from './letterbox.ts';
import { moveRoutes } from './moves.ts';
import { praiseRoutes } from './praise.ts';
import { probeRoutes } from './probe.ts';
import { protectingRoutes } from './protecting.ts';
import { rearrangeRoutes } from './rearrange.ts';
import { recordRoutes } from './record.ts';
import { replyRoutes } from './replies.ts';
import { retentionRoutes } from './retention.ts';
import { ruleRoutes } from './rules.ts';
import { savedViewRoutes } from './savedViews.ts';
import { searchRoutes } from './search.ts';
import { spreadingRoutes } from './spreading.ts';
import { tagRoutes } from './tags.ts';
import { teamRoutes } from './teams.ts';
import { textRoutes } from './texts.ts';
import { topicRoutes } from './topics.ts';
import { understandingRoutes } from './understanding.ts';
import { watchOutRoutes } from './watchOuts.ts';

/** The routes of the desk and of intake, handed to `buildServer` besides its own; the tests of rights try these too. */
export const deskRoutes: readonly Routes<DeskDeps>[] = [
  caseRoutes,
  bulkRoutes,
  exportRoutes,
  savedViewRoutes,
  rearrangeRoutes,
  erasingRoutes,
  blockingRoutes,
  protectingRoutes,
  abuseReadingRoutes,
  retentionRoutes,
  commitmentRoutes,
  complaintCallRoutes,
  frontRoutes,
  letterboxRoutes,
  followUpRoutes,
  praiseRoutes,
  understandingRoutes,
  recordRoutes,
  replyRoutes,
  moveRoutes,
  approvalRoutes,
  ruleRoutes,
  eventRoutes,
  searchRoutes,
  spreadingRoutes,
  watchOutRoutes,
  teamRoutes,
  tagRoutes,
  textRoutes,
  topicRoutes,
  intakeRoutes,
  importRoutes,
  healthRoutes,
  probeRoutes,
];
