/** What a backup says about itself; the last but one member of its file. */
import { z } from 'zod';

export const manifestName = 'manifest.json';
/** Holds the SHA-256 of the manifest in hexadecimal, so that every byte of the file is covered by a checksum. */
export const manifestSumName = 'manifest.sha256';
export const keyName = 'key';

const Part = z.object({ name: z.string(), size: z.int(), sha256: z.string().length(64) });

export const Manifest = z.object({
  /** The form of the file itself. */
  form: z.literal(1),
  program: z.string(),
  schema: z.int(),
  postgres: z.string(),
  /** The moment of which everything in it is, ISO 8601. */
  takenAt: z.string(),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      rows: z.int(),
      /** Of COPY's text, before it was compressed. */
      bytes: z.int(),
      parts: z.array(Part),
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), last: z.string(), called: z.boolean() })),
  /** Tables whose rows are not in it: sessions and other things of the moment. */
  leftOut: z.array(z.string()),
  /** The master key, only where it was asked for. */
  key: Part.nullable(),
});

export type Manifest = z.infer<typeof Manifest>;
export type Part = z.infer<typeof Part>;

/** The number of all rows. */
export function rowsIn(manifest: Pick<Manifest, 'tables'>): number {
  return manifest.tables.reduce((sum, table) => sum + table.rows, 0);
}
