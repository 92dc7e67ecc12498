/** The part of the library `smpp` (0.5.1, which brings no types) that this channel uses. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  export interface Pdu {
    command: string;
    command_status: number;
    sequence_number: number;
    source_addr?: string;
    source_addr_ton?: number;
    destination_addr?: string;
    dest_addr_ton?: number;
    esm_class?: number;
    data_coding?: number;
    registered_delivery?: number;
    system_id?: string;
    password?: string;
    message_id?: string;
    short_message?: unknown;
    message_payload?: unknown;
    receipted_message_id?: unknown;
    message_state?: unknown;
    sar_msg_ref_num?: unknown;
    sar_total_segments?: unknown;
    sar_segment_seqnum?: unknown;
    isResponse(): boolean;
    response(more?: Record<string, unknown>): Pdu;
  }

  type Answer = (pdu: Pdu) => void;
  type Command = (fields: Record<string, unknown>, answer?: Answer) => boolean;

  export interface Session extends EventEmitter {
    socket: Socket;
    send(pdu: Pdu, sent?: Answer): boolean;
    pause(): void;
    resume(): void;
    close(done?: () => void): void;
    destroy(done?: () => void): void;
    bind_receiver: Command;
    bind_transmitter: Command;
    submit_sm: Command;
    deliver_sm: Command;
    enquire_link: Command;
    unbind: Command;
  }

  export function connect(options: Record<string, unknown>): Session;
  export function createServer(listener: (session: Session) => void): NetServer;
}
