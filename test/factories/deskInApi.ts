/** A desk in the API of this process: the first member's organisation with one account, to which authors write. */
import type { Channel } from '../../src/channels/channel.ts';
import { type ApiServer, firstRun, networkDouble, type Person, startApi } from './apiServer.ts';
import { channels, type Desk, hear, type Item, serve } from './desk.ts';

export interface DeskInApi {
  server: ApiServer;
  admin: Person;
  desk: Desk;
  /** Items of the network's real wire are heard and taken to the desk. */
  take(...items: Item[]): Promise<void>;
  /** Asks as the admin, or as somebody else; answers the body. Throws with its words unless it is fine. */
  ask<T>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
    as?: Person,
  ): Promise<T>;
}

/** `more`: what the network can do besides. */
export async function openDeskInApi(more: Partial<Channel> = {}): Promise<DeskInApi> {
  const reading = { ...channels.bluesky, connect: networkDouble().connect, ...more };
  const server = await startApi({ deps: { channels: { ...channels, bluesky: reading } } });
  const admin = await firstRun(server);
  const ask: DeskInApi['ask'] = async <T>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
    as = admin,
  ): Promise<T> => {
    const answer = await server.ask({ method, url, as, ...(payload === undefined ? {} : { payload }) });
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  };
  const { institutions } = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
  const institutionId = institutions[0]?.id ?? '';
  const { id } = await ask<{ id: string }>('POST', '/api/accounts', {
    network: 'bluesky',
    institutionId,
    fields: { handle: 'karoowater', password: 'right-app-password' },
  });
  const house = { id, did: 'did:plc:karoowater' };
  const desk = { storage: server.storage, organisationId: 1, institutionId, house, executive: house };
  return {
    server,
    admin,
    desk,
    ask,
    async take(...items) {
      await hear(desk, house, items);
      await serve(server.storage);
    },
  };
}
