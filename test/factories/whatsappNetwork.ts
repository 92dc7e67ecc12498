/** A double of Meta's Graph API for one WhatsApp number, with its faults, on a port of its own. Requests are checked against the official description where it is there. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { descriptionMissing, wrongRequest } from './whatsappDescription.ts';

export const phone = '106540352242922';
export const business = '419561257915477';
export const app = { id: '2208000000000001', secret: 'an app secret that is invented' };
export const firstToken = 'EAAinventedtoken1';

export interface Published {
  id: string;
  to: string;
  type: string;
  text: string;
  key: string;
  answers: string | null;
  body: Record<string, unknown>;
}

type Fault =
  | { kind: 'refuse'; status: number; code: number; message: string; headers?: Record<string, string> }
  | { kind: 'publish and cut' }
  | { kind: 'cut' }
  | { kind: 'garble' };

interface Template {
  name: string;
  language: string;
  status: string;
  category: string;
  components: unknown[];
  parameter_format?: string;
}

export class WhatsAppNetwork {
  readonly published: Published[] = [];
  readonly wrong: string[] = [];
  readonly asked: string[] = [];
  readonly files = new Map<
    string,
    { bytes: Uint8Array; type: string; sha256?: string; claims?: number; at?: string }
  >();
  /** What the next requests to this part of the interface meet. */
  readonly faults = new Map<string, Fault[]>();
  token = firstToken;
  scopes = ['whatsapp_business_messaging', 'whatsapp_business_management'];
  expiresAt = 0;
  quality = 'GREEN';
  subscribed = true;
  uploads = 0;
  templates: Template[] = [];
  #server: Server | null = null;
  address = '';
  /** The id of its number. */
  phone = phone;

  static async open(): Promise<WhatsAppNetwork> {
    const network = new WhatsAppNetwork();
    const server = createServer((request, response) => void network.#answer(request, response));
    network.#server = server;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    network.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return network;
  }

  close(): Promise<void> {
    this.#server?.closeAllConnections();
    return new Promise((done) => (this.#server === null ? done() : this.#server.close(() => done())));
  }

  fail(part: string, ...faults: Fault[]): void {
    this.faults.set(part, [...(this.faults.get(part) ?? []), ...faults]);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://double');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [version, ...path] = url.pathname.slice(1).split('/');
    if (version === 'files') return this.#file(request, response, path[0] ?? '');
    const part = path[1] ?? path[0] ?? '';
    this.asked.push(`${request.method} ${part}`);
    const say = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    const fault = this.faults.get(part)?.shift();
    if (fault?.kind === 'cut') return void request.socket.destroy();
    if (fault?.kind === 'garble') return void response.writeHead(200).end('<html>');
    if (fault?.kind === 'refuse') {
      return say(fault.status, error(fault.code, fault.message), fault.headers);
    }
    const refusal = this.#refusal(request, url, path);
    if (refusal !== null) return say(...refusal);
    const body = Buffer.concat(chunks);
    const answer = this.#serve(request.method ?? '', path, url, body);
    if (fault?.kind === 'publish and cut') return void request.socket.destroy();
    say(...answer);
  }

  /** Who asks, by token, and by the proof that they know the app's secret. */
  #refusal(request: IncomingMessage, url: URL, path: string[]): [number, unknown] | null {
    if (path[0] === 'debug_token') {
      return url.searchParams.get('access_token') === `${app.id}|${app.secret}`
        ? null
        : [400, error(1, 'Error validating application. Invalid application ID.')];
    }
    if (request.headers.authorization !== `Bearer ${this.token}`)
      return [401, error(190, 'Error validating access token: Session has expired.')];
    const proof = createHmac('sha256', app.secret).update(this.token).digest('hex');
    const given = url.searchParams.get('appsecret_proof');
    return given === null || given === proof
      ? null
      : [400, error(100, 'Invalid appsecret_proof provided in the API argument')];
  }

  #serve(method: string, path: string[], url: URL, body: Buffer): [number, unknown] {
    const [first = '', second] = path;
    if (first === 'debug_token') {
      const data = { app_id: app.id, is_valid: true, scopes: this.scopes, expires_at: this.expiresAt };
      return [200, { data }];
    }
    if (first === 'oauth') return this.#exchange();
    if (first === this.phone && second === 'messages' && method === 'POST')
      return this.#publish(JSON.parse(body.toString()));
    if (first === this.phone && second === 'media' && method === 'POST') {
      this.uploads += 1;
      return /name="messaging_product"\r\n\r\nwhatsapp/.test(body.toString('latin1'))
        ? [200, { id: `media-${this.uploads}` }]
        : [400, error(100, 'The parameter messaging_product is required.')];
    }
    if (first === this.phone && second === undefined) return [200, this.#number()];
    if (first === business) return this.#business(second ?? '', url);
    const file = this.files.get(first);
    if (file === undefined) return [400, error(100, 'Unsupported get request.')];
    const { type, sha256, claims, at } = file;
    const address = at ?? `${this.address}/files/${first}`;
    return [
      200,
      { id: first, url: address, mime_type: type, file_size: String(claims ?? file.bytes.length), sha256 },
    ];
  }

  #number() {
    return {
      id: this.phone,
      display_phone_number: '+1 555-078-3881',
      verified_name: 'Karoo Water',
      quality_rating: this.quality,
      code_verification_status: 'VERIFIED',
    };
  }

  #business(edge: string, url: URL): [number, unknown] {
    if (!this.scopes.includes('whatsapp_business_management'))
      return [403, error(200, 'You do not have permission to access this field')];
    if (edge === 'phone_numbers') return [200, { data: [this.#number()] }];
    if (edge === 'subscribed_apps') {
      const data = this.subscribed ? [{ whatsapp_business_api_data: { id: app.id, name: 'Desk' } }] : [];
      return [200, { data }];
    }
    // The first page is empty and has a next one: what it held was filtered out.
    if (url.searchParams.get('after') === null)
      return [200, { data: [], paging: { cursors: { after: 'one' }, next: `${this.address}/next` } }];
    return [200, { data: this.templates, paging: { cursors: { after: 'two' } } }];
  }

  #exchange(): [number, unknown] {
    this.token = `${this.token}-renewed`;
    return [200, { access_token: this.token, token_type: 'bearer' }];
  }

  #publish(body: Record<string, unknown>): [number, unknown] {
    const wrong =
      descriptionMissing === null ? wrongRequest('/{Version}/{Phone-Number-ID}/messages', body) : null;
    if (wrong !== null) {
      this.wrong.push(wrong);
      return [400, error(100, wrong)];
    }
    const id = `wamid.${this.published.length + 1}.${body.biz_opaque_callback_data ?? ''}`;
    const { text, image, template } = body as Record<string, Record<string, unknown> | undefined>;
    this.published.push({
      id,
      to: String(body.to),
      type: String(body.type),
      text: String(text?.body ?? image?.caption ?? template?.name ?? ''),
      key: String(body.biz_opaque_callback_data ?? ''),
      answers:
        ((body.context as Record<string, unknown> | undefined)?.message_id as string | undefined) ?? null,
      body,
    });
    const contacts = [{ input: body.to, wa_id: body.to }];
    return [200, { messaging_product: 'whatsapp', contacts, messages: [{ id, message_status: 'accepted' }] }];
  }

  #file(request: IncomingMessage, response: ServerResponse, id: string): void {
    const file = this.files.get(id);
    if (file === undefined || request.headers.authorization !== `Bearer ${this.token}`)
      return void response.writeHead(401).end();
    response.writeHead(200, { 'content-type': file.type }).end(file.bytes);
  }
}

const error = (code: number, message: string) => ({
  error: { message: `(#${code}) ${message}`, type: 'OAuthException', code, fbtrace_id: 'invented' },
});
