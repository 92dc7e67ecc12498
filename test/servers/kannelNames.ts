/** Names and passwords of the Kannel of the tests. */
export const username = 'answerable';
export const password = 'invented-too';
export const statusPassword = 'only-looks';
