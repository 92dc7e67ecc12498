/** What a browser is called by whoever uses it ("Firefox on Android"), from what it says of itself. Pure. */

const browsers: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\b(Headless)?Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
];

const named = (list: readonly [RegExp, string][], agent: string) =>
  list.find(([sign]) => sign.test(agent))?.[1];

/** `agent` is the header User-Agent. */
export function deviceName(agent: string): string {
  const browser = named(browsers, agent) ?? 'Browser';
  const system = named(systems, agent);
  return system === undefined ? browser : `${browser} on ${system}`;
}
