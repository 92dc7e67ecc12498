import type { z } from 'zod';
import type { ImportResult } from '../../../src/api/contract.ts';
import { refusalOf, unreachable } from '../server/http.ts';

export type Imported = z.infer<typeof ImportResult>;

/**
 * Uploads an archive and tells how much of it is there, 0 to 1. XMLHttpRequest, because fetch cannot tell. Rejects with a Refusal.
 */
export function uploadArchive(file: File, progress: (share: number) => void): Promise<Imported> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/imports?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader(
      'content-type',
      file.name.toLowerCase().endsWith('.csv') ? 'text/csv' : 'application/x-ndjson',
    );
    request.setRequestHeader('accept', 'application/json');
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onload = () =>
      request.status >= 200 && request.status < 300
        ? resolve(request.response as Imported)
        : reject(refusalOf(request.status, request.response));
    request.onerror = () => reject(unreachable());
    request.send(file);
  });
}
