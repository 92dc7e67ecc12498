/** Of a catalogue what the front row shows first: see vite.config.ts. */
declare module '*.json?front' {
  const catalogue: { messages: Record<string, unknown> };
  export default catalogue;
}
