import type { AlertSettingsInput, AlertSettingsView } from '../../../../src/api/contract.ts';
import { type AlertKind, type AlertWay, alertKinds } from '../../../../src/domain/alert.ts';
import { alertTitles, wayWords } from '../../alerts/alertWords.ts';
import { i18n } from '../../words/i18n.ts';

/** Chooses something else; it is kept when the whole form is. */
export type Change = (change: Partial<AlertSettingsInput>) => void;

/** The digest is a letter: it is too long for a screen that is locked. */
const offered = (kind: AlertKind, way: AlertWay) => kind !== 'digest' || way === 'email';

/** Kinds of alerts by ways; one way that does not lead anywhere yet says so above its column. */
export function Grid({
  own,
  chosen,
  set,
}: {
  own: AlertSettingsView;
  chosen: AlertSettingsInput;
  set: Change;
}) {
  const toggle = (kind: AlertKind, way: AlertWay) => {
    const before = chosen.ways[kind];
    const after = before.includes(way) ? before.filter((one) => one !== way) : [...before, way];
    set({ ways: { ...chosen.ways, [kind]: after } });
  };
  return (
    <table className="w-full border-collapse">
      <thead>
        <tr className="align-bottom">
          <th scope="col" className="py-2 text-left font-medium">
            {i18n.t('Alert')}
          </th>
          {own.ways.map(({ way, ready }) => (
            <th key={way} scope="col" className="w-20 px-1 py-2 text-center text-13 font-medium md:w-28">
              {wayWords[way]()}
              {!ready && <span className="block font-normal text-quiet">{notReady[way](own)}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {alertKinds.map((kind) => (
          <tr key={kind} className="border-t border-line">
            <th scope="row" className="py-1 text-left font-normal">
              {alertTitles[kind]()}
            </th>
            {own.ways.map(({ way, ready }) => (
              <td key={way} className="px-1 text-center">
                {offered(kind, way) && (
                  <label className="target inline-flex items-center justify-center">
                    <input
                      type="checkbox"
                      className="size-5 accent-accent"
                      aria-label={i18n.t('{alert}, by: {way}', {
                        alert: alertTitles[kind](),
                        way: wayWords[way](),
                      })}
                      disabled={way === 'sms' && !ready}
                      checked={chosen.ways[kind].includes(way)}
                      onChange={() => toggle(kind, way)}
                    />
                  </label>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const notReady: Record<AlertWay, (own: AlertSettingsView) => string> = {
  push: () => i18n.t('on no device yet'),
  email: () => i18n.t('no mailbox is connected'),
  sms: ({ settings }) => (settings.telephone === null ? i18n.t('no number yet') : i18n.t('not connected')),
};
