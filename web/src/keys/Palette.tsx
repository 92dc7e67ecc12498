import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { classes } from '../parts/classes.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { setTheme } from '../shell/theme.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { type Command, useAllCommands, useCommands } from './commands.ts';
import { findCommands } from './find.ts';
import { Keys } from './Keys.tsx';

function Line({
  command,
  active,
  run,
  hover,
}: {
  command: Command;
  active: boolean;
  run: () => void;
  hover: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the keyboard
    // biome-ignore lint/a11y/useFocusableInteractive: the field above points here by aria-activedescendant
    <div
      id={`palette-${command.id}`}
      role="option"
      aria-selected={active}
      onClick={run}
      onMouseMove={hover}
      ref={(line) => {
        if (active) line?.scrollIntoView({ block: 'nearest' });
      }}
      className={classes(
        'target flex items-center justify-between gap-4 rounded-8 px-3',
        active && 'bg-accent-soft outline outline-accent',
      )}
    >
      <span>
        {command.title} <span className="text-13 text-quiet">{command.group}</span>
      </span>
      {command.keys !== undefined && <Keys keys={command.keys} />}
    </div>
  );
}

/** What has no key: offered here only, so that it is not in the first load. */
function useWithoutKeys(): void {
  const navigate = useNavigate();
  const mayReadMembers = useMay('members.read');
  const mayManage = useMay('organisation.manage');
  const go = i18n.t('Go');
  const look = i18n.t('Look');
  useCommands([
    {
      id: 'go-praise',
      title: i18n.t('Praise'),
      group: go,
      run: () => void navigate({ to: '/settings/praise' }),
    },
    mayReadMembers && {
      id: 'go-members',
      title: i18n.t('Members'),
      group: go,
      run: () => void navigate({ to: '/settings/members' }),
    },
    mayManage && {
      id: 'go-units',
      title: i18n.t('Units'),
      group: go,
      run: () => void navigate({ to: '/settings/units' }),
    },
    { id: 'light', title: i18n.t('Light'), group: look, run: () => setTheme('light') },
    { id: 'dark', title: i18n.t('Dark'), group: look, run: () => setTheme('dark') },
    {
      id: 'system',
      title: i18n.t('Light or dark as the system has it'),
      group: look,
      run: () => setTheme('system'),
    },
  ]);
}

/** Everything that can be done, found by typing. */
export default function Palette({ onClose }: { onClose: () => void }) {
  useWithoutKeys();
  const commands = useAllCommands();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = findCommands(commands, typed);
  const active = Math.min(at, found.length - 1);
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    // After the dialog has given the keyboard back, so that a command may take it.
    setTimeout(command.run, 30);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(active + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(found[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={i18n.t('Everything')} hiddenTitle onClose={onClose}>
      <input
        role="combobox"
        aria-expanded
        aria-controls="palette"
        aria-activedescendant={found[active] === undefined ? undefined : `palette-${found[active].id}`}
        aria-label={i18n.t('What do you want to do?')}
        placeholder={i18n.t('What do you want to do?')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="target w-full rounded-8 border border-line-strong bg-raised px-3 text-17"
      />
      <div
        id="palette"
        role="listbox"
        aria-label={i18n.t('Commands')}
        className="-mx-2 min-h-40 overflow-y-auto"
      >
        {found.map((one, index) => (
          <Line
            key={one.id}
            command={one}
            active={index === active}
            run={() => run(one)}
            hover={() => setAt(index)}
          />
        ))}
      </div>
      {found.length === 0 && <p className="px-3 text-quiet">{i18n.t('Nothing is called that here.')}</p>}
    </Dialog>
  );
}
