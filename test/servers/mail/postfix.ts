/** The settings of a private Postfix: our own domain goes to Dovecot, two others to servers that misbehave, nothing ever leaves the machine. */
export interface PostfixPlace {
  folder: string;
  smtp: number;
  lmtp: number;
  /** Where Dovecot checks passwords. */
  auth: number;
  /** Where a server listens that refuses every mail. */
  refusing: number;
}

export const ourDomain = 'water.example';
export const outsideDomain = 'people.example';
export const refusingDomain = 'refusing.example';
/** Nobody listens there: mail for it stays in the queue, and its sender is told. */
export const awayDomain = 'away.example';

export function mainCf({ folder, lmtp, auth, refusing }: PostfixPlace): string {
  return `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = ${folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.${ourDomain}
mydomain = ${ourDomain}
mydestination =
local_recipient_maps =
alias_maps =
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
relayhost =
relay_domains = ${refusingDomain}, ${awayDomain}
virtual_mailbox_domains = ${ourDomain}, ${outsideDomain}
virtual_transport = lmtp:inet:127.0.0.1:${lmtp}
default_transport = error:nothing leaves this machine
transport_maps = inline:{ ${refusingDomain}=smtp:[127.0.0.1]:${refusing}, ${awayDomain}=smtp:[127.0.0.1]:1 }
recipient_delimiter = +
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${auth}
smtpd_recipient_restrictions = permit_mynetworks, reject
message_size_limit = 200000000
mailbox_size_limit = 0
virtual_mailbox_limit = 0
notify_classes =
delay_warning_time = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
bounce_queue_lifetime = 1d
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
in_flow_delay = 0
disable_dns_lookups = yes
smtp_host_lookup = native
`;
}

export function masterCf({ smtp }: PostfixPlace): string {
  const service = (name: string, isPrivate: '-' | 'n', program: string, wakeup = '-', limit = '-') =>
    `${name} unix ${isPrivate} - n ${wakeup} ${limit} ${program}`;
  return `${[
    `127.0.0.1:${smtp} inet n - n - - smtpd`,
    service('pickup', 'n', 'pickup', '60', '1'),
    service('cleanup', 'n', 'cleanup', '-', '0'),
    service('qmgr', 'n', 'qmgr', '1', '1'),
    service('flush', 'n', 'flush', '1000?', '0'),
    service('showq', 'n', 'showq'),
    service('tlsmgr', '-', 'tlsmgr', '1000?', '1'),
    service('rewrite', '-', 'trivial-rewrite'),
    service('bounce', '-', 'bounce', '-', '0'),
    service('defer', '-', 'bounce', '-', '0'),
    service('trace', '-', 'bounce', '-', '0'),
    service('verify', '-', 'verify', '-', '1'),
    ...['smtp', 'lmtp', 'error', 'discard'].map((name) => service(name, '-', name)),
    service('retry', '-', 'error'),
    service('anvil', '-', 'anvil', '-', '1'),
    service('scache', '-', 'scache', '-', '1'),
    'postlog unix-dgram n - n - 1 postlogd',
  ].join('\n')}\n`;
}
