/** What a message says, whatever its kind: its words, and what must be said of it in ours. Pure. */
import { type Dictionary, dictionaries, dictionary, storable, text } from '../reading.ts';
import { mediaKinds } from './payload.ts';

export interface Said {
  text: string;
  /** Sentences of ours on what cannot be shown as words. */
  notes: string[];
  /** In words; never coordinates. */
  place: string | null;
}

const said = (words: string | null, notes: string[] = [], place: string | null = null): Said => ({
  text: storable(words ?? '').trim(),
  notes: notes.map(storable),
  place,
});

/** Null where the kind is one that nobody here knows. */
export function wordsOf(message: Dictionary): Said | null {
  const kind = text(message.type) ?? '';
  const content = dictionary(message[kind]) ?? {};
  const own = readers.get(kind)?.(content, message) ?? (isMedia(kind) ? said(text(content.caption)) : null);
  if (own === null) return null;
  return { ...own, notes: [...own.notes, ...aboutReferral(message), ...aboutProduct(message)] };
}

const isMedia = (kind: string): boolean => (mediaKinds as readonly string[]).includes(kind);

type Reader = (content: Dictionary, message: Dictionary) => Said;

const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries<Reader>({
    text: ({ body }) => said(text(body)),
    button: (content) => said(text(content.text)),
    interactive: ofInteractive,
    location: ofLocation,
    contacts: (_, { contacts }) => said(contactLines(contacts), ['A contact was shared.']),
    order: ofOrder,
    reaction: ({ emoji }) => said(text(emoji)),
    system: ({ body }) => said(text(body)),
    unsupported: (_, message) => said(null, [notHandedOver(message)]),
    unknown: (_, message) => said(null, [notHandedOver(message)]),
  }),
);

function notHandedOver(message: Dictionary): string {
  const [error] = dictionaries(message.errors);
  const title = text(error?.title);
  return `WhatsApp does not hand over this kind of message${title === null ? '' : ` (${title})`}. Ask the author to write it another way.`;
}

/** What was chosen of a list or of buttons, or filled into a form. */
function ofInteractive(content: Dictionary): Said {
  const chosen = dictionary(content.list_reply) ?? dictionary(content.button_reply);
  if (chosen !== null) return said(lines(text(chosen.title), text(chosen.description)));
  const form = dictionary(content.nfm_reply);
  if (form === null) return said(null, ['Something was chosen that WhatsApp does not name.']);
  return said(lines(text(form.body), answersOf(text(form.response_json) ?? '')));
}

function answersOf(json: string): string {
  try {
    const answers = Object.entries(dictionary(JSON.parse(json)) ?? {});
    return answers
      .filter(([name]) => name !== 'flow_token')
      .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join('\n');
  } catch {
    return json; // what the author filled in is shown as it came
  }
}

function ofLocation({ name, address }: Dictionary): Said {
  const place = [text(name), text(address)].filter((one) => one !== null && one !== '').join(', ');
  const words = storable(place).slice(0, 300).toWellFormed();
  return said(
    place,
    ['A place on the map was shared. Its coordinates are not kept.'],
    words === '' ? null : words,
  );
}

function contactLines(contacts: unknown): string {
  return dictionaries(contacts)
    .map((one) => {
      const numbers = [...dictionaries(one.phones), ...dictionaries(one.emails)];
      const words = [
        text(dictionary(one.name)?.formatted_name),
        text(dictionary(one.org)?.company),
        ...numbers.map((number) => text(number.phone) ?? text(number.email)),
      ];
      return words.filter((word) => word !== null && word !== '').join(', ');
    })
    .join('\n');
}

function ofOrder(content: Dictionary): Said {
  const items = dictionaries(content.product_items).map(
    ({ quantity, product_retailer_id, item_price, currency }) =>
      `${String(quantity)} × ${String(product_retailer_id)}, ${String(item_price)} ${String(currency)}`,
  );
  return said(lines(text(content.text), ...items), ['Something was ordered from the catalogue.']);
}

function aboutReferral({ referral }: Dictionary): string[] {
  const from = dictionary(referral);
  if (from === null) return [];
  const headline = text(from.headline) ?? text(from.body) ?? '';
  const address = text(from.source_url);
  return [
    `It was written after our advertisement${headline === '' ? '' : ` “${headline}”`}${address === null ? '' : `, ${address}`}.`,
  ];
}

function aboutProduct({ context }: Dictionary): string[] {
  const product = text(dictionary(dictionary(context)?.referred_product)?.product_retailer_id);
  return product === null ? [] : [`It is about the product ${product} of our catalogue.`];
}

const lines = (...words: readonly (string | null)[]): string =>
  words.filter((word) => word !== null && word !== '').join('\n');
