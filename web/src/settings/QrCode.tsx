import { useMemo } from 'react';
import { renderSVG } from 'uqr';
import { i18n } from '../words/i18n.ts';

/** An address as a QR code, to be printed; drawn here, nobody else learns of it. */
export default function QrCode({ address, name }: { address: string; name: string }) {
  const source = useMemo(
    () => `data:image/svg+xml,${encodeURIComponent(renderSVG(address, { ecc: 'M', border: 3 }))}`,
    [address],
  );
  return (
    <div className="flex flex-col items-start gap-2">
      <img
        src={source}
        alt={i18n.t('QR code of {address}', { address })}
        className="size-48 rounded-8 border border-line bg-white"
      />
      <a
        href={source}
        download={`${name}.svg`}
        className="target inline-flex items-center font-medium text-accent underline"
      >
        {i18n.t('Save it as SVG')}
      </a>
    </div>
  );
}
