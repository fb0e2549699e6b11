import type { Cell, Sheet } from '../../platform/web-page.js';

/** What a spreadsheet program would take for a formula. */
const formula = /^[=+\-@\t\r]/;

/** A cell of text that begins like a formula has an apostrophe before it; numbers are numbers. */
function written(cell: Cell): string {
  if (cell === null) return '';
  const text = typeof cell === 'string' && formula.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const line = (cells: readonly Cell[]): string => `${cells.map(written).join(',')}\r\n`;

/** The lines of a CSV file (RFC 4180) in UTF-8; the first has the stable names of the columns. */
export async function* csvOf({ columns, rows }: Sheet): AsyncGenerator<string> {
  yield line(columns.map(({ key }) => key));
  for await (const row of rows()) yield line(row);
}
