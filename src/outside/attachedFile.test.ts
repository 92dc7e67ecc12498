/** Which files members may attach: told by bytes, named so that a computer opens them as what they are. */
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { attachableFile } from './attachedFile.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
/** The first entry of an archive, as far as it is looked at. */
const archive = (...entries: string[]) => bytes(`PK\x03\x04${'\0'.repeat(26)}${entries.join('')}`);
const read = async (content: Buffer, name: string) => {
  const { type, name: named, width } = await attachableFile(content, name);
  return [named, type, width];
};
const refused = (content: Buffer, name: string) =>
  expect(attachableFile(content, name)).rejects.toMatchObject({ code: 'media_refused' });

test('the usual kinds are taken, whatever a name claims', async () => {
  const office = 'application/vnd.openxmlformats-officedocument';
  expect(await read(bytes('%PDF-1.7 …'), 'bill.pdf')).toEqual(['bill.pdf', 'application/pdf', null]);
  expect(await read(bytes('%PDF-1.7 …'), 'bill.exe')).toEqual(['bill.exe.pdf', 'application/pdf', null]);
  expect(await read(bytes('%PDF-1.7 …'), '../..')).toEqual(['file.pdf', 'application/pdf', null]);
  expect(await read(archive('[Content_Types].xml', 'word/document.xml'), 'Letter.docx')).toEqual([
    'Letter.docx',
    `${office}.wordprocessingml.document`,
    null,
  ]);
  expect((await read(archive('[Content_Types].xml', 'xl/workbook.xml'), 'Rota.xlsx'))[1]).toBe(
    `${office}.spreadsheetml.sheet`,
  );
  expect(await read(archive('mimetypeapplication/vnd.oasis.opendocument.text'), 'a.odt')).toEqual([
    'a.odt',
    'application/vnd.oasis.opendocument.text',
    null,
  ]);
  const old = bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 …');
  expect((await read(old, 'Rota.XLS'))[1]).toBe('application/vnd.ms-excel');
  expect((await read(Buffer.from('Igihe,Izina\n8:00,Thabo'), 'rota.csv'))[1]).toBe('text/csv');
  expect((await read(Buffer.from('\ufeffIgihe', 'utf16le'), 'rota.txt'))[1]).toBe('text/plain');
  expect((await read(bytes('ID3\x03'), 'call.mp3'))[1]).toBe('audio/mpeg');
  expect((await read(bytes('OggS\0'), 'voice.opus'))[1]).toBe('audio/ogg');
  expect(await read(bytes('\0\0\0\x18ftypM4A '), 'voice')).toEqual(['voice.m4a', 'audio/mp4', null]);
  expect((await read(bytes('\0\0\0\x18ftyp3gp4'), 'film.3gp'))[1]).toBe('video/mp4');
  expect((await read(bytes('#!AMR\n'), 'call.amr'))[1]).toBe('audio/amr');
});

test('a picture is drawn anew', async () => {
  const png = await sharp({ create: { width: 20, height: 30, channels: 3, background: '#eee' } })
    .withExif({ IFD0: { Copyright: 'where it was taken' } })
    .png()
    .toBuffer();
  const { bytes: drawn, ...picture } = await attachableFile(png, 'Leak.PNG');
  expect(picture).toMatchObject({ name: 'Leak.PNG', type: 'image/png', width: 20, height: 30 });
  expect(drawn.includes('where it was taken')).toBe(false);
});

test('what would run, what is an archive and what nobody knows is not taken', async () => {
  await refused(Buffer.alloc(0), 'nothing.txt');
  await refused(Buffer.from('<!doctype html><script>alert(1)</script>'), 'page.html');
  await refused(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'picture.svg');
  await refused(Buffer.from('alert(1)'), 'mend.js');
  await refused(Buffer.from('#!/bin/sh\nrm -rf ~'), 'mend.sh');
  await refused(bytes('MZ\x90\0'), 'mend.exe');
  await refused(bytes('\x7fELF'), 'bill.pdf');
  await refused(archive('a.txt'), 'files.zip');
  await refused(archive('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'), 'Letter.docm');
  await refused(bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'setup.msi');
  const macros = Buffer.concat([
    bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
    Buffer.from('_VBA_PROJECT', 'utf16le'),
  ]);
  await refused(macros, 'Rota.xls');
  await refused(bytes('a\0b'), 'binary.txt');
});

test('property: whatever comes is taken with an ending of its kind, or refused in words', async () => {
  const given = fc.tuple(
    fc.constantFrom(
      '',
      '%PDF-',
      'PK\x03\x04',
      'ID3',
      'OggS',
      '\xff\xfb',
      '\0\0\0\x18ftyp',
      '<html>',
      '{\\rtf',
    ),
    fc.string(),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(given, async ([head, rest, name]) => {
      const file = await attachableFile(bytes(head + rest), name).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'media_refused' });
        return null;
      });
      if (file === null) return;
      expect(file.type).not.toMatch(/html|svg|script|xml$/);
      expect(file.name).toMatch(
        /\.(pdf|docx|xlsx|pptx|od[tsp]|doc|xls|ppt|rtf|txt|md|log|csv|tsv|ics|vcf|mp3|aac|ogg|oga|opus|wav|flac|amr|webm|weba|m4[av]|mp4|3gp|mov)$/i,
      );
    }),
  );
});
