/** What comes in is made such as a database can keep, once for every address: no NUL, no half of a character, nothing nested without end. */
import { storable } from '../channels/reading.ts';
import { Fault } from '../domain/fault.ts';
import type { App } from './deps.ts';

/** Deeper than any schema of ours goes. */
const deepest = 100;

/** Hooks it in before anything is checked; what is no text, list or plain object (a stream, a file) stays as it is. */
export function takeStorable(app: App): void {
  app.addHook('preValidation', (request, _reply, done) => {
    try {
      request.body = storableValue(request.body);
      request.query = storableValue(request.query);
      request.params = storableValue(request.params);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Queries and parameters come as objects of the router's own, which inherit from nothing further. */
function isPlain(value: object): boolean {
  const parent: unknown = Object.getPrototypeOf(value);
  return parent === null || Object.getPrototypeOf(parent) === null;
}

/** The same value with texts that can be kept. Throws Fault `input_invalid` where it is nested too deep. */
export function storableValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest)
    throw new Fault('input_invalid', 'The request is nested too deep: send it in fewer levels.');
  if (Array.isArray(value)) return value.map((one) => storableValue(one, depth + 1));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [storable(name), storableValue(one, depth + 1)]),
  );
}
