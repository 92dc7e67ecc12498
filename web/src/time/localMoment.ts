/** An instant as the browser's control shows it on the reader's clock. */
export function localMoment(at: string | Date): string {
  const moment = new Date(at);
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
