/** Twilio: messages out by its resource Message, in and on their way by signed calls. Source: its OpenAPI of the API of 2010-04-01 and its page on the security of webhooks. */
import { fieldsOf, lacksFields, refused } from '../fields.ts';
import { normalNumber, prefixIn } from '../number.ts';
import { itemOf, type Payload } from '../payload.ts';
import type { Provider, Take } from '../provider.ts';
import { name } from './account.ts';
import { guide } from './guide.ts';
import { inboxSince } from './inbox.ts';
import { readBack } from './readBack.ts';
import { find, send } from './send.ts';
import { isSigned } from './signature.ts';

/** Empty TwiML: nothing is answered to the author by Twilio itself. */
const silentAnswer = {
  status: 200,
  type: 'text/xml; charset=utf-8',
  body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
};

const notSigned = `The signature is not ${name}'s. Look whether the auth token of the account is the one that is in use.`;

const take =
  (form: Payload['form']): Take =>
  (account, called, desk) => {
    // As it was signed: nothing of it is shortened yet.
    const signed =
      called.method === 'POST'
        ? Object.fromEntries(new URLSearchParams(Buffer.from(called.body).toString('utf8')))
        : {};
    const signature = called.headers['x-twilio-signature'] ?? '';
    if (!isSigned(account.secret.authToken ?? '', called.address, signed, signature))
      return refused(401, notSigned);
    const fields = fieldsOf(called);
    if (fields.MessageSid === undefined && fields.SmsSid === undefined) return lacksFields('a message');
    const prefix = prefixIn(account.settings);
    const payload: Payload = { provider: 'twilio', form, at: desk.now.toISOString(), prefix, fields };
    const theirs = (form === 'message' ? fields.From : fields.To) ?? '';
    return {
      kind: 'kept',
      items: [itemOf(normalNumber(theirs, prefix) ?? theirs, payload)],
      answer: silentAnswer,
    };
  };

export const twilio: Provider = {
  send,
  find,
  readBack,
  guide,
  webhooks: { messages: take('message'), status: take('delivery') },
  inboxSince,
};
