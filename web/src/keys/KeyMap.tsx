import { Dialog } from '../parts/Dialog.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { i18n } from '../words/i18n.ts';
import { type Command, useAllCommands } from './commands.ts';
import { Keys } from './Keys.tsx';

/** Which key does what, here and now. */
export default function KeyMap({ onClose }: { onClose: () => void }) {
  const commands = useAllCommands();
  const groups = new Map<string, Command[]>();
  for (const one of commands) {
    if (one.keys === undefined) continue;
    groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  }
  return (
    <Dialog title={i18n.t('Keys')} wide onClose={onClose}>
      <Scroll name={i18n.t('All keys')} className="-mx-2 min-h-0 px-2 py-1">
        <div className="grid gap-x-10 gap-y-4 sm:grid-cols-2">
          {[...groups].map(([group, commands]) => (
            <section key={group}>
              <h3 className="mb-1 text-13 font-medium text-quiet">{group}</h3>
              <dl>
                {commands.map((one) => (
                  <div
                    key={one.id}
                    className="flex items-center justify-between gap-4 border-b border-line py-1.5"
                  >
                    <dt>{one.title}</dt>
                    <dd>
                      <Keys keys={one.keys ?? ''} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
        <p className="text-13 text-quiet">
          {i18n.t('Letters do nothing while you type. Press Escape to leave a text, and this map.')}
        </p>
      </Scroll>
    </Dialog>
  );
}
