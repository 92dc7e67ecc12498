/** What a connected mailbox is reached by. */
import type { AccountAccess } from '../channel.ts';

export type Security = 'tls' | 'starttls' | 'none';

/** One of the two servers of an account. */
export interface Server {
  host: string;
  port: number;
  security: Security;
  login: string;
  password: string;
}

type Access = Pick<AccountAccess, 'networkId' | 'settings' | 'secret'>;

/** Where mail is read. */
export function imapServer({ networkId, settings, secret }: Access): Server {
  return {
    host: settings.imapHost ?? '',
    port: Number(settings.imapPort),
    security: securityOf(settings.imapSecurity),
    login: settings.imapLogin ?? networkId,
    password: secret.password ?? '',
  };
}

/** Where mail is handed over. */
export function smtpServer({ networkId, settings, secret }: Access): Server {
  return {
    host: settings.smtpHost ?? '',
    port: Number(settings.smtpPort),
    security: securityOf(settings.smtpSecurity),
    login: settings.smtpLogin ?? networkId,
    password: secret.smtpPassword ?? secret.password ?? '',
  };
}

/** The key that signs plus-addresses; null where the operator said that the server takes none. */
export function plusKey({ settings, secret }: Pick<AccountAccess, 'settings' | 'secret'>): string | null {
  return settings.plus === 'no' ? null : (secret.plusKey ?? null);
}

function securityOf(given: string | undefined): Security {
  return given === 'starttls' || given === 'none' ? given : 'tls';
}

/** True for this very machine: what is said there passes no wire. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
