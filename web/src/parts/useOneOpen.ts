import { useState } from 'react';

/** Of several forms of a screen, the one that is open. */
export interface OneOpen<Name extends string = string> {
  /** Which one, or none. */
  open: Name | null;
  show: (name: Name) => void;
  /** Closes it where it is still the one: a form whose answer comes late must not close the next one, with what is written in it. */
  close: (name: Name) => void;
}

/** Opens one form of a screen at a time. */
export function useOneOpen<Name extends string = string>(): OneOpen<Name> {
  const [open, setOpen] = useState<Name | null>(null);
  return {
    open,
    show: setOpen,
    close: (name) => setOpen((now) => (now === name ? null : now)),
  };
}
