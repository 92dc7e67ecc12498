/** What Meta's numbers for errors mean for a reply, in a person's words; whether they come at once or with a later status. Pure. */

export interface Meaning {
  code: string;
  reason: string;
}

export const windowClosed: Meaning = {
  code: 'window_closed',
  reason:
    "More than 24 hours have passed since the author's last message: WhatsApp takes nothing but an approved template now.",
};

const tokenEnded =
  'WhatsApp does not accept the token of this account any more. Make a new one and connect the account again in Settings > Accounts.';
const rightsMissing =
  'The token of this account may not do this. Give it whatsapp_business_messaging and whatsapp_business_management, then connect the account again in Settings > Accounts.';
const unreachableAuthor =
  'WhatsApp cannot reach this number: it is not on WhatsApp, has blocked us, or uses a very old version. Reach the author another way.';
const paused =
  'Meta has paused this template because of complaints. Choose another one, or mend it in WhatsApp Manager.';
const locked =
  'Meta has restricted our WhatsApp account. Look into WhatsApp Manager for the reason and what to do.';

const known: Readonly<Record<number, Meaning | undefined>> = {
  10: { code: 'account_lacks_rights', reason: rightsMissing },
  190: { code: 'account_refused', reason: tokenEnded },
  368: { code: 'account_suspended', reason: locked },
  131005: { code: 'account_lacks_rights', reason: rightsMissing },
  131021: { code: 'author_is_us', reason: 'This is our own number: nobody else would read it.' },
  131026: { code: 'author_unreachable', reason: unreachableAuthor },
  131030: {
    code: 'author_unreachable',
    reason:
      'A test number of Meta writes only to numbers on its list. Add the number there, or use a real one.',
  },
  131031: { code: 'account_suspended', reason: locked },
  131042: {
    code: 'account_money',
    reason:
      'Meta cannot charge our WhatsApp account. Mend the way of paying in WhatsApp Manager, then send again.',
  },
  131047: windowClosed,
  131049: {
    code: 'author_spared',
    reason:
      'Meta did not deliver it, so that this person is not sent too much advertising. Wait a day, or use a template of the kind "utility".',
  },
  131050: {
    code: 'author_closed',
    reason: 'This person has stopped marketing messages from us. Answer with another template.',
  },
  131052: { code: 'media_refused', reason: 'WhatsApp could not take the picture. Attach it again.' },
  131053: {
    code: 'media_refused',
    reason: 'WhatsApp does not take this picture. Use a JPEG or PNG under 5 MB.',
  },
  132000: { code: 'template_refused', reason: 'The template has other places to fill in. Choose it again.' },
  132001: {
    code: 'template_gone',
    reason: 'Meta does not have this template in this language any more. Choose another one.',
  },
  132007: { code: 'template_refused', reason: 'Meta refused what was filled in. Change it and send again.' },
  132012: {
    code: 'template_refused',
    reason: 'What was filled in does not fit the template. Choose it again.',
  },
  132015: { code: 'template_refused', reason: paused },
  132016: { code: 'template_refused', reason: paused },
  133010: {
    code: 'account_refused',
    reason:
      'This number is not registered with the Cloud API. Register it in WhatsApp Manager, then send again.',
  },
};

/** What the number means; with the network's own words where we have none. */
export function meaningOf(code: number, message: string): Meaning {
  const meaning = known[code];
  if (meaning !== undefined) return meaning;
  if (code >= 200 && code <= 299) return { code: 'account_lacks_rights', reason: rightsMissing };
  if (code === 100 && /appsecret_proof/i.test(message)) {
    const reason =
      'The app secret of this account does not belong to its token. Connect the account again in Settings > Accounts.';
    return { code: 'account_refused', reason };
  }
  const words = message === '' ? `error ${code}` : message;
  return {
    code: 'network_refused',
    reason: `WhatsApp refused it: "${words}". Change the reply or answer another way.`,
  };
}

/** Numbers by which the network asks to wait: for everybody, or before the next message to the same person. */
export const waits = { all: new Set([4, 80007, 130429, 131048]), pair: new Set([131056]) };
/** Numbers that say that nothing was done, and that it may be tried again. */
export const againSoon = new Set([2, 131016, 133004]);

/** Whether the number says that the account is not let in any more. */
export function losesAccount(
  code: number,
  message: string,
): 'account_refused' | 'account_lacks_rights' | null {
  const { code: meaning } = meaningOf(code, message);
  return meaning === 'account_refused' || meaning === 'account_lacks_rights' ? meaning : null;
}
