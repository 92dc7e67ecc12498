import type { Heard } from '../../domain/post.ts';
import { FormItem } from './item.ts';

/** How an author is called who gave no name. */
const anonymous = 'Anonymous';

/** Makes a post of what was typed. Pure; never throws. */
export function normaliseForm(payload: unknown): Heard {
  const read = FormItem.safeParse(payload);
  if (!read.success) {
    const [first] = read.error.issues;
    const field = first?.path.join('.') ?? '';
    return { kind: 'unreadable', reason: `This is nothing that our form sends: "${field}" is not right.` };
  }
  const item = read.data;
  const at = new Date(item.at);
  return {
    kind: 'post',
    post: {
      network: 'form',
      networkId: item.id,
      thread: item.thread,
      parentNetworkId: null,
      quotedNetworkId: null,
      direction: 'inbound',
      visibility: 'direct',
      hearing: 'direct',
      // Every submission is an author of its own: whoever wants to be known says so in words.
      by: { networkId: item.thread, handle: anonymous, name: item.name },
      conversationWith: item.thread,
      text: whole(item),
      language: item.language,
      media: item.pictures.map(({ address, type }) => ({ kind: 'image', address, alt: null, type })),
      at,
      revision: at.toISOString(),
      reach: null,
      handle: {},
      institution: null,
      ...(item.unit === null ? {} : { unit: item.unit }),
    },
  };
}

/** Topic and place are the author's words too, and the first thing to know. */
function whole({ topic, place, text }: FormItem): string {
  const about = [topic, place].filter((part) => part !== null).join(', ');
  return [about, text].filter((part) => part !== '').join('\n\n');
}
