/** What is typed to connect an account; most of it depends on who carries the messages. */

import { field } from '../connectField.ts';
import type { ConnectField } from '../connecting.ts';
import type { ProviderName } from './payload.ts';

const help = {
  number:
    'The number, short code or sender name that people write to and that our answers come from. For example: +250788123456.',
  prefix: 'The country of numbers that are written without one, such as 0788123456. For example: 250.',
  service: 'Only where Twilio chooses the number itself. Left empty: the number above.',
  address: 'Where Kannel takes messages. For example: http://127.0.0.1:13013/cgi-bin/sendsms.',
  status: 'Left empty: it is not looked at. For example: http://127.0.0.1:13000/status.txt.',
  price: 'What one SMS costs, with its currency, such as 0.80 KES. It is shown before sending and counted.',
  api: 'Left empty: the provider itself.',
  systemType: 'Only if the operator names one.',
};

const of = (...is: ProviderName[]): Pick<ConnectField, 'when'> => ({ when: { field: 'provider', is } });

export const connectFields: readonly ConnectField[] = [
  field('provider', 'Who carries the messages', {
    choices: [
      { value: 'africastalking', label: "Africa's Talking" },
      { value: 'twilio', label: 'Twilio' },
      { value: 'kannel', label: 'Kannel, a gateway of your own' },
      { value: 'smpp', label: 'An operator, by SMPP' },
    ],
  }),
  field('number', 'Number', { required: true, help: help.number }),
  field('prefix', 'Country prefix', { help: help.prefix }),
  field('username', 'Username', { required: true, ...of('africastalking', 'kannel') }),
  field('apiKey', 'API key', { secret: true, required: true, ...of('africastalking') }),
  field('accountSid', 'Account SID', { required: true, ...of('twilio') }),
  field('authToken', 'Auth token', { secret: true, required: true, ...of('twilio') }),
  field('service', 'Messaging service SID', { help: help.service, ...of('twilio') }),
  field('address', 'Address of sendsms', { required: true, help: help.address, ...of('kannel') }),
  field('host', 'Server', { required: true, ...of('smpp') }),
  field('port', 'Port', { required: true, ...of('smpp') }),
  field('systemId', 'Name (system_id)', { required: true, ...of('smpp') }),
  field('password', 'Password', { secret: true, required: true, ...of('kannel', 'smpp') }),
  field('security', 'Encryption', {
    ...of('smpp'),
    choices: [
      { value: '', label: 'None (only by a private line)' },
      { value: 'tls', label: 'TLS' },
    ],
  }),
  field('price', 'Price of one SMS', { help: help.price, advanced: true }),
  field('status', 'Status page', { help: help.status, advanced: true, ...of('kannel') }),
  field('statusPassword', 'Password of the status page', { secret: true, advanced: true, ...of('kannel') }),
  field('systemType', 'Kind (system_type)', { help: help.systemType, advanced: true, ...of('smpp') }),
  field('receiptIds', 'Ids in receipts', {
    advanced: true,
    ...of('smpp'),
    choices: [
      { value: '', label: 'As they were given' },
      { value: 'decimal', label: 'In decimal what was given in hexadecimal' },
    ],
  }),
  field('api', 'Address of the provider', {
    help: help.api,
    advanced: true,
    ...of('africastalking', 'twilio'),
  }),
];
