/** Addresses that no wall between organisations stands before, each with its reason. */

/** Presence names a case and shows only who is there to one's own colleagues: nothing of the case is looked at. */
export const noWall = [
  'POST /api/cases/:id/presence',
  // The public pages: whoever has the address is in (test/journeys/privatePage.test.ts).
  'GET /f/:slug',
  'POST /f/:slug',
  'GET /c/:token',
  'POST /c/:token',
  'GET /c/:token/picture/:post/:n',
  'GET /p/:token',
  'POST /p/:token',
  'GET /promises/:page', // open to everybody (test/journeys/promisesPage.test.ts)
  'GET /promises/:page/data.json',
  'GET /promises/:page/feed.rss',
  'GET /calls/:page', // open to everybody (test/journeys/complaintCalls.test.ts)
  'GET /calls/:page/:slug',
  'GET /calls/:page/:slug/data.json',
  'GET /calls/:page/:slug/feed.rss',
  'GET /promises/:page/method',
  // Networks call here: the address itself names the account, and is proved (test/journeys/inlet.test.ts).
  'GET /in/:token',
  'POST /in/:token',
  'GET /in/:token/*',
  'POST /in/:token/*',
];
