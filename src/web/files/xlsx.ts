import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Cell, Column, Sheet } from '../../platform/web-page.js';

/** Takes out what no XML may hold. */
const clean = (text: string): string => text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
const escaped = (text: string): string =>
  clean(text).replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Styles of cells, by their place in the list below. */
const style = { plain: 0, head: 1, day: 2, wrapped: 3 } as const;

const styles = `${head}<styleSheet ${main}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>
</styleSheet>`;

/** Days since the beginning of the calendar of spreadsheets; null for what is no whole day. */
function serialOf(day: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const serial = Date.parse(day) / 86_400_000 + 25_569;
  return Number.isInteger(serial) && serial > 60 ? serial : null;
}

const textCell = (text: string, as: number): string =>
  `<c s="${as}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

function cellOf(value: Cell, { kind = 'text' }: Pick<Column, 'kind'>): string {
  if (value === null) return '<c/>';
  if (typeof value === 'number') return `<c><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `<c t="b"><v>${value ? 1 : 0}</v></c>`;
  if (kind === 'number' && /^-?\d{1,15}(\.\d+)?$/.test(value)) return `<c><v>${value}</v></c>`;
  const serial = kind === 'day' ? serialOf(value) : null;
  return serial === null ? textCell(value, style.plain) : `<c s="${style.day}"><v>${serial}</v></c>`;
}

async function* sheetOf({ columns, rows }: Sheet, isRightToLeft: boolean): AsyncGenerator<string> {
  const view = `<sheetViews><sheetView workbookViewId="0"${isRightToLeft ? ' rightToLeft="1"' : ''}><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`;
  const widths = columns.map(
    ({ label }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${Math.max(14, Math.min(label.length + 4, 40))}" customWidth="1"/>`,
  );
  yield `${head}<worksheet ${main}>${view}<cols>${widths.join('')}</cols><sheetData><row>${columns.map(({ label }) => textCell(label, style.head)).join('')}</row>`;
  for await (const row of rows())
    yield `<row>${row.map((value, index) => cellOf(value, columns[index] ?? {})).join('')}</row>`;
  yield '</sheetData></worksheet>';
}

function* coverOf(lines: readonly string[], isRightToLeft: boolean): Generator<string> {
  const view = isRightToLeft ? '<sheetViews><sheetView workbookViewId="0" rightToLeft="1"/></sheetViews>' : '';
  const rows = lines.map((line, index) => `<row>${textCell(line, index === 0 ? style.head : style.wrapped)}</row>`);
  yield `${head}<worksheet ${main}>${view}<cols><col min="1" max="1" width="100" customWidth="1"/></cols><sheetData>${rows.join('')}</sheetData></worksheet>`;
}

/** A name that a sheet may have: at most 31 characters, none of a few signs, each once. */
const sheetName = (name: string, index: number, all: readonly string[]): string => {
  const short = name.replace(/[\][*?:/\\]/g, ' ').slice(0, 28);
  return all.indexOf(name) === index ? short : `${short} ${index + 1}`;
};

/** An Office Open XML workbook, written as it is read: a cover with what the data are, then each table on a sheet of its own. */
export function xlsxOf(
  cover: { readonly name: string; readonly lines: readonly string[] },
  sheets: readonly Sheet[],
  isRightToLeft: boolean,
): Readable {
  const names = [cover.name, ...sheets.map(({ name }) => name)].map(sheetName);
  const files = names.map((_, index) => `worksheets/sheet${index + 1}.xml`);
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const texts: readonly (readonly [name: string, text: string])[] = [
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${files.map((file) => `<Override PartName="/xl/${file}" ContentType="${type}.worksheet+xml"/>`).join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${head}<workbook ${main} xmlns:r="${relations}"><sheets>${names.map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${files.map((file, index) => `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="${file}"/>`).join('')}<Relationship Id="rIdS" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', styles],
  ];
  const zip = new ZipFile();
  // The same data give the same bytes.
  const options = { mtime: new Date(2000, 0, 1), forceDosTimestamp: true };
  for (const [name, text] of texts) zip.addBuffer(Buffer.from(text), name, options);
  const bodies = [coverOf(cover.lines, isRightToLeft), ...sheets.map((sheet) => sheetOf(sheet, isRightToLeft))];
  const output = zip.outputStream as Readable;
  bodies.forEach((body, index) => {
    const stream = Readable.from(body);
    stream.once('error', (error: Error) => output.destroy(error));
    zip.addReadStream(stream, `xl/${files[index] ?? ''}`, options);
  });
  zip.end();
  return output;
}
