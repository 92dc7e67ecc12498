/** Which files members may attach: told by bytes, named so that a computer opens them as what they are. */
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { archive } from '../../test/factories/archive.ts';
import { attachableFile } from './attachedFile.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const office = 'application/vnd.openxmlformats-officedocument';
/** The list of the parts' kinds in a document of an office. */
const kinds = (main: string, more = '') =>
  `<Types><Override PartName="/main.xml" ContentType="${office}.${main}.main+xml"/>${more}</Types>`;
const docx = (more: Record<string, string> = {}, listed = '') =>
  archive({
    '[Content_Types].xml': kinds('wordprocessingml.document', listed),
    'word/document.xml': '',
    ...more,
  });
const read = async (content: Buffer, name: string) => {
  const { type, name: named, width } = await attachableFile(content, name);
  return [named, type, width];
};
const refused = (content: Buffer, name: string) =>
  expect(attachableFile(content, name)).rejects.toMatchObject({ code: 'media_refused' });

test('the usual kinds are taken, whatever a name claims', async () => {
  expect(await read(bytes('%PDF-1.7 …'), 'bill.pdf')).toEqual(['bill.pdf', 'application/pdf', null]);
  expect(await read(bytes('%PDF-1.7 …'), 'bill.exe')).toEqual(['bill.exe.pdf', 'application/pdf', null]);
  expect(await read(bytes('%PDF-1.7 …'), '../..')).toEqual(['file.pdf', 'application/pdf', null]);
  expect(await read(docx(), 'Letter.docx')).toEqual([
    'Letter.docx',
    `${office}.wordprocessingml.document`,
    null,
  ]);
  const rota = archive({ '[Content_Types].xml': kinds('spreadsheetml.sheet'), 'xl/workbook.xml': '' });
  expect((await read(rota, 'Rota.xlsx'))[1]).toBe(`${office}.spreadsheetml.sheet`);
  // A letter with a table in it is a letter.
  expect((await read(docx({ 'word/embeddings/xl/workbook.xml': '' }), 'Letter.docx'))[1]).toContain(
    'wordprocessing',
  );
  expect(await read(archive({ mimetype: 'application/vnd.oasis.opendocument.text' }), 'a.odt')).toEqual([
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
  await refused(archive({ 'a.txt': '' }), 'files.zip');
  // What is inside a file that is inside it says nothing about it.
  await refused(archive({ 'a.txt': '[Content_Types].xml word/document.xml' }), 'files.docx');
  await refused(Buffer.concat([docx(), bytes('behind its end')]), 'Letter.docx');
  await refused(docx().subarray(0, 200), 'Letter.docx');
  await refused(bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'setup.msi');
  const macros = Buffer.concat([
    bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
    Buffer.from('_VBA_PROJECT', 'utf16le'),
  ]);
  await refused(macros, 'Rota.xls');
  await refused(bytes('a\0b'), 'binary.txt');
});

test('no document with macros is taken, whatever they are called and whoever wrote it', async () => {
  await refused(docx({ 'word/vbaProject.bin': '' }), 'Letter.docm');
  await refused(docx({ 'WORD/VBAPROJECT.BIN': '' }), 'Letter.docx');
  await refused(docx({ 'word/activeX/activeX1.bin': '' }), 'Letter.docx');
  const other = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>';
  await refused(docx({ 'word/pictures.bin': '' }, other), 'Letter.docx');
  await refused(docx({ 'word/pictures.bin': '' }, other.replace('vbaP', 'v&#98;aP')), 'Letter.docx');
  await refused(
    archive({ '[Content_Types].xml': kinds('spreadsheetml.sheet'), 'xl/macrosheets/sheet1.xml': '' }),
    'a.xlsx',
  );
  const mimetype = 'application/vnd.oasis.opendocument.spreadsheet';
  for (const part of ['Basic/Standard/Module1.xml', 'Scripts/python/mend.py', 'Object 1/Basic/script-lc.xml'])
    await refused(archive({ mimetype, [part]: '' }), 'Rota.ods');
  await refused(archive({ mimetype: 'application/vnd.oasis.opendocument.text-master' }), 'a.odm');
});

test('a picture of a telephone that would say where it was taken is refused in words, and so is what no film says of itself', async () => {
  for (const brand of ['heic', 'heix', 'mif1', 'msf1'])
    await expect(attachableFile(bytes(`\0\0\0\x18ftyp${brand}\0\0\0\0`), 'IMG_1.HEIC')).rejects.toMatchObject(
      {
        code: 'media_refused',
        sentence: expect.stringContaining('JPEG') as string,
      },
    );
  await refused(bytes('\0\0\0\x1cftypisom\0\0\0\0heicmif1'), 'film.mp4');
  await refused(bytes('\0\0\0\x18ftypwhat\0\0\0\0'), 'film.mp4');
  for (const brand of ['isom', 'iso5', 'mp42', 'qt  ', 'M4V '])
    expect((await read(bytes(`\0\0\0\x18ftyp${brand}\0\0\0\0mp41`), 'film.mp4'))[1]).toBe('video/mp4');
});

test('a PDF begins as one: letters further inside make none of anything else', async () => {
  expect((await read(bytes('\xef\xbb\xbf\r\n%PDF-1.4'), 'bill.pdf'))[1]).toBe('application/pdf');
  await refused(bytes('<script>alert(1)</script>%PDF-1.7'), 'bill.pdf');
  expect((await read(bytes('ID3\x03 %PDF-1.7'), 'call.mp3'))[1]).toBe('audio/mpeg');
  expect((await read(bytes('A bill begins with %PDF-1.7'), 'a.txt'))[1]).toBe('text/plain');
  await refused(archive({ 'a.txt': '%PDF-1.7' }), 'bill.pdf');
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
