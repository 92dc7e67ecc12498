/**
 * One line that is rewritten in a terminal, a plain line every five seconds elsewhere. Always on standard error:
 * a command's answer has standard output for itself.
 * @param {() => string} describe what is going on right now
 */
export function showProgress(describe, out = process.stderr) {
  const began = Date.now();
  const seconds = () => Math.floor((Date.now() - began) / 1000);
  const line = () => `${describe()}, ${seconds()} s`;
  const tick = () => out.write(out.isTTY ? `\r\u001b[K${line()}` : `${line()}\n`);
  tick();
  const timer = setInterval(tick, out.isTTY ? 250 : 5_000);
  return {
    /** @param {string} [last] stays on the screen */
    end(last) {
      clearInterval(timer);
      if (out.isTTY) out.write('\r\u001b[K');
      if (last) out.write(`${last}, ${seconds()} s\n`);
    },
  };
}
