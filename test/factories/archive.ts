/** A ZIP archive of texts, each deflated; a file called mimetype is stored, as OpenDocument asks. */
import { crc32, deflateRawSync } from 'node:zlib';

export function archive(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const listed: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [named, content] = [Buffer.from(name), Buffer.from(text)];
    const method = name === 'mimetype' ? 0 : 8;
    const packed = method === 0 ? content : deflateRawSync(content);
    const said = Buffer.alloc(26);
    said.writeUInt16LE(20, 0);
    said.writeUInt16LE(method, 4);
    said.writeUInt32LE(crc32(content), 10);
    said.writeUInt32LE(packed.length, 14);
    said.writeUInt32LE(content.length, 18);
    said.writeUInt16LE(named.length, 22);
    const entry = Buffer.concat([Buffer.from('PK\x03\x04'), said, named, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    listed.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), said, place, named]));
    parts.push(entry);
    at += entry.length;
  }
  const directory = Buffer.concat(listed);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(listed.length, 8);
  end.writeUInt16LE(listed.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}
