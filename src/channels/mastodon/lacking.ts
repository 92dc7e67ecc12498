/** What an account cannot do for want of rights, each a sentence that says how to mend it. */

export const lacksWriting =
  'This access does not allow to write posts. Make a new one with the right write:statuses, then connect the account again.';
export const lacksReading =
  'This access does not allow to read notifications, so nothing that is written to the account is heard. Make a new one with the rights read:statuses and read:notifications, then connect the account again.';
export const lacksMedia =
  'This access does not allow to send pictures. Make a new one with the right write:media, then connect the account again.';
export const lacksSearch =
  'This access does not allow to search, so watched words are heard as hashtags only. Make a new one with the right read:search, then connect the account again.';
export const lacksReports =
  'This access does not allow to report accounts. Report them by hand, or make a new one with the right write:reports, then connect the account again.';
