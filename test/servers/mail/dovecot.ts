/** The settings of a private Dovecot: one folder, loopback, every name with the same password. */
export interface DovecotPlace {
  folder: string;
  imap: number;
  lmtp: number;
  /** Where Postfix asks for passwords. */
  auth: number;
}

export const password = 'right-mail-password';

/** Whose mailbox has room for one mail: the next one comes back to its sender. */
export const narrowMailbox = 'aline@people.example';

/** The people who are told apart from everybody else, in the manner of a password file. */
export function namedPeople(folder: string): string {
  const rules = 'userdb_quota=maildir:room userdb_quota_rule=*:messages=1';
  return `${narrowMailbox}::65534:65534::${folder}/mail/aline::${rules}\n`;
}

/** The whole of its configuration. */
export function dovecotSettings({ folder, imap, lmtp, auth }: DovecotPlace): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail/%n
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
first_valid_gid = 1
default_login_user = dovenull
default_internal_user = dovecot
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
lmtp_hdr_delivery_address = original
auth_mechanisms = plain login
mail_plugins = quota
mail_max_userip_connections = 200
mailbox_list_index = no
imap_max_line_length = 1M
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = passwd-file
  args = ${folder}/people
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}/mail/%n allow_all_users=yes
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = ${imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtp}
  }
}
service auth {
  inet_listener {
    address = 127.0.0.1
    port = ${auth}
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
`;
}
