/** Fields of one CSV record as in RFC 4180: commas, double quotes, a quote inside quotes written twice. */

/** The fields of a record without its line end; null when its quotes make no sense. */
export function csvFields(record: string): string[] | null {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const field = record[at] === '"' ? quotedField(record, at) : bareField(record, at);
    if (field === null) return null;
    fields.push(field.value);
    if (field.next >= record.length) return fields;
    at = field.next + 1;
  }
}

interface Field {
  value: string;
  /** Where its comma stands, or the record's length. */
  next: number;
}

function bareField(record: string, start: number): Field | null {
  const comma = record.indexOf(',', start);
  const next = comma < 0 ? record.length : comma;
  const value = record.slice(start, next);
  return value.includes('"') ? null : { value, next };
}

function quotedField(record: string, start: number): Field | null {
  let value = '';
  let at = start + 1;
  for (;;) {
    const closing = record.indexOf('"', at);
    if (closing < 0) return null;
    value += record.slice(at, closing);
    if (record[closing + 1] === '"') {
      value += '"';
      at = closing + 2;
      continue;
    }
    const next = closing + 1;
    return next === record.length || record[next] === ',' ? { value, next } : null;
  }
}

/** One record of these fields, quoted where needed; the inverse of `csvFields`. */
export function csvRecord(fields: readonly string[]): string {
  return fields
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}
