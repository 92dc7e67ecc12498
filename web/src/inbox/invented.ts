import type { CaseRow } from '../../../src/api/contract.ts';

/** An invented case for tests. */
export function caseRow(more: Partial<CaseRow> = {}): CaseRow {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    number: 4127,
    state: 'new',
    stateAt: '2026-03-01T06:39:00.000Z',
    severity: 0,
    vulnerable: false,
    threat: null,
    tier: 2,
    dueAt: '2026-03-01T07:39:00.000Z',
    waitingSince: '2026-03-01T06:39:00.000Z',
    owner: null,
    team: null,
    tags: [],
    author: { name: 'Aline U.', handle: 'aline.example', protected: false },
    network: 'bluesky',
    visibility: 'public',
    institution: 'Lakeside Water',
    unit: null,
    words: 'A week without water.',
    abusive: null,
    blocked: null,
    language: 'en',
    inboundPosts: 1,
    lastInboundAt: '2026-03-01T06:39:00.000Z',
    answered: false,
    sequence: 1,
    merged: false,
    alike: null,
    ...more,
  };
}
