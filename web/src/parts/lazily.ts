import { type ComponentType, lazy } from 'react';

/**
 * A part that is loaded when it is first shown. Where it cannot be loaded (the line is away) nothing stands in its place until the page is loaded again: what is beside it, an
 * answer that is being typed, must not go with it.
 */
export function lazily<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
  return lazy(() => load().catch((): { default: ComponentType<P> } => ({ default: () => null })));
}
