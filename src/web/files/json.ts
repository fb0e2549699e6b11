import type { Sheet } from '../../platform/web-page.js';

/** A page as JSON: what it rests on, its tables row by row, and the answers to its queries as GraphQL gave them. */
export async function* jsonOf(
  about: Readonly<Record<string, unknown>>,
  sheets: readonly Sheet[],
  asked: readonly { readonly query: string; readonly variables: object; readonly data: object }[],
): AsyncGenerator<string> {
  yield `{"about":${JSON.stringify(about)}`;
  yield ',"tables":[';
  for (const [place, { name, columns, rows }] of sheets.entries()) {
    yield `${place === 0 ? '' : ','}{"name":${JSON.stringify(name)},"columns":${JSON.stringify(columns)},"rows":[`;
    let isFirst = true;
    for await (const row of rows()) {
      yield `${isFirst ? '' : ','}\n${JSON.stringify(Object.fromEntries(columns.map(({ key }, index) => [key, row[index] ?? null])))}`;
      isFirst = false;
    }
    yield ']}';
  }
  yield `],"queries":${JSON.stringify(asked)}}\n`;
}
