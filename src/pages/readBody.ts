/** Reads what a form sent: fields and photos, as a browser with or without files sends them. Never more than is wanted. */
import type { FastifyRequest } from 'fastify';

export interface SentBody {
  fields: ReadonlyMap<string, string>;
  photos: Uint8Array[];
  /** Why a photo was left out. */
  left: 'too_large' | 'too_many' | 'no_room' | null;
}

export const mostPhotos = 3;
export const mostPhotoBytes = 10 * 1_048_576;
/** A whole body: the photos, the fields and what stands between them. */
export const mostBody = mostPhotos * mostPhotoBytes + 1_048_576;
/** Photos on their way at once, over all requests, in bytes: beyond it they are left out and the words taken all the same. */
const mostUnderWay = 200 * 1_048_576;
let underWay = 0;

/** Null where it cannot be read. */
export async function readBody(request: FastifyRequest): Promise<SentBody | null> {
  if (request.isMultipart()) {
    try {
      return await readParts(request);
    } catch (error) {
      if (isTheirFault(error)) return null;
      throw error;
    }
  }
  const fields = new Map<string, string>();
  if (request.body instanceof URLSearchParams)
    for (const [name, value] of request.body) fields.set(name, value);
  return { fields, photos: [], left: null };
}

/** A body that is broken, cut off or of another kind than it says. */
function isTheirFault(error: unknown): boolean {
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message?: string };
  if (statusCode !== undefined) return statusCode < 500;
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return true;
  return /multipart|form|header|boundary|part|aborted|premature/i.test(message ?? '');
}

async function readParts(request: FastifyRequest): Promise<SentBody> {
  const fields = new Map<string, string>();
  const photos: Uint8Array[] = [];
  let left: SentBody['left'] = null;
  const limits = { fields: 40, fieldSize: 200_000, files: 20, parts: 60, fileSize: mostPhotoBytes + 1 };
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') fields.set(part.fieldname, part.value);
      continue;
    }
    const wanted = part.fieldname === 'photo' && photos.length < mostPhotos;
    const read = await readPhoto(part.file, wanted);
    if (read.bytes === 0) continue; // the field was left empty
    if (part.fieldname !== 'photo') continue;
    if (!wanted) left = 'too_many';
    else if (read.photo === null) left = read.bytes > mostPhotoBytes ? 'too_large' : 'no_room';
    else photos.push(read.photo);
  }
  return { fields, photos, left };
}

async function readPhoto(
  file: AsyncIterable<Buffer>,
  wanted: boolean,
): Promise<{ photo: Uint8Array | null; bytes: number }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let held = 0;
  let room = wanted;
  try {
    for await (const chunk of file) {
      bytes += chunk.length;
      if (bytes > mostPhotoBytes || underWay + chunk.length > mostUnderWay) room = false;
      if (!room) continue;
      chunks.push(chunk);
      held += chunk.length;
      underWay += chunk.length;
    }
  } finally {
    underWay -= held;
  }
  return { photo: room ? Buffer.concat(chunks) : null, bytes };
}
