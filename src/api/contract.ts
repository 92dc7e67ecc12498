/**
 * What the console and other programs may ask of the API, as schemas that the server validates with and types that the console imports.
 * Times are ISO 8601 instants. Errors are always `{ code, sentence }` with the status of domain/fault.ts.
 */

export * from './contract/alerts.ts';
export * from './contract/announcements.ts';
export * from './contract/approvals.ts';
export * from './contract/blocking.ts';
export * from './contract/bulk.ts';
export * from './contract/caseActs.ts';
export * from './contract/cases.ts';
export * from './contract/commitments.ts';
export * from './contract/complaintCalls.ts';
export * from './contract/earlier.ts';
export * from './contract/erasing.ts';
export * from './contract/fields.ts';
export * from './contract/filters.ts';
export * from './contract/findings.ts';
export * from './contract/followUps.ts';
export * from './contract/forms.ts';
export * from './contract/front.ts';
export * from './contract/keys.ts';
export * from './contract/money.ts';
export * from './contract/moves.ts';
export * from './contract/officeHours.ts';
export * from './contract/people.ts';
export * from './contract/phone.ts';
export * from './contract/praise.ts';
export * from './contract/protecting.ts';
export * from './contract/record.ts';
export * from './contract/retention.ts';
export * from './contract/rules.ts';
export * from './contract/savedViews.ts';
export * from './contract/sending.ts';
export * from './contract/settings.ts';
export * from './contract/setUps.ts';
export * from './contract/signIn.ts';
export * from './contract/singleSignOn.ts';
export * from './contract/spreading.ts';
export * from './contract/tags.ts';
export * from './contract/teams.ts';
export * from './contract/texts.ts';
export * from './contract/topics.ts';
export * from './contract/watchOuts.ts';
export * from './contract/webhooks.ts';
