/**
 * Documents that ask too much, as data: each with the code it is refused with and, where it is over a limit, with that limit. `variables` are
 * sent beside it. Read by the tests and by the benchmark.
 * @typedef {{ name: string, query: string, variables?: Record<string, unknown>, code: string, limit?: string }} Hostile
 */

const repeat = (/** @type {number} */ times, /** @type {(index: number) => string} */ text, separator = ' ') =>
  Array.from({ length: times }, (_, index) => text(index)).join(separator);
const nested = (/** @type {string} */ open, /** @type {number} */ times, /** @type {string} */ inside) =>
  `${open} { `.repeat(times) + inside + ' }'.repeat(times);

/** A thing that leads back to itself: as deep as anybody likes. */
const round = 'champion { commitments { nodes';
const deep = (/** @type {number} */ times) =>
  `{ commitments { nodes { ${nested(round, times, 'code')}${' } }'.repeat(times)} } } }`;

/** Fragments that spread the next one twice, and so on: two to the power of their number. */
const fanOut = (/** @type {number} */ times, /** @type {string} */ type, /** @type {string} */ inside) =>
  `{ ...f0 } ${repeat(times, (index) => `fragment f${index} on ${type} { ...f${index + 1} ...f${index + 1} }`)} fragment f${times} on ${type} { ${inside} }`;

const over = (/** @type {string} */ limit) => ({ code: 'LIMIT_EXCEEDED', limit });
const size = { code: 'BAD_USER_INPUT' };
const invalid = { code: 'GRAPHQL_VALIDATION_FAILED' };
const notParsed = { code: 'GRAPHQL_PARSE_FAILED' };

/** A list in a list, with as many things as a variable says. */
const pages =
  '{ champions(first: $n) { nodes { commitments(first: $n) { nodes { code progressReports(first: $n) { nodes { code } } } } } } }';

/** @type {readonly Hostile[]} */
export const hostileDocuments = [
  { name: 'nesting, just too deep', query: deep(5), ...over('depth') },
  { name: 'nesting, far too deep', query: deep(60), ...over('depth') },
  { name: 'nesting beyond the words of a document', query: deep(1000), ...over('tokens') },
  {
    name: 'nesting in inline fragments',
    query: `{ commitments { nodes { ${nested('... on Commitment { champion { commitments { nodes', 6, 'code')}${' } } }'.repeat(6)} } } }`,
    ...over('depth'),
  },
  {
    name: 'nesting hidden in fragments',
    query: `{ commitments { nodes { ...c } } } ${repeat(8, (index) => `fragment ${index === 0 ? 'c' : `c${index}`} on Commitment { champion { commitments { nodes { ...c${index + 1} } } } }`)} fragment c8 on Commitment { code }`,
    ...over('depth'),
  },
  { name: 'nesting below at', query: `{ ${nested('at', 13, 'basis { size }')} }`, ...over('depth') },
  {
    name: 'nesting of input',
    query: `{ commitments(filter: ${'{ x: '.repeat(200)}1${' }'.repeat(200)}) { totalCount } }`,
    ...invalid,
  },
  {
    name: 'lists in lists of input',
    query: `{ commitments(filter: { principles: ${'['.repeat(400)}1${']'.repeat(400)} }) { totalCount } }`,
    ...invalid,
  },
  { name: 'brackets that never close', query: '{ a '.repeat(400), ...notParsed },
  { name: 'braces beyond the words of a document', query: '{'.repeat(100_000), ...notParsed },
  {
    name: 'aliases of one field',
    query: `{ ${repeat(100, (index) => `a${index}: basis { size }`)} }`,
    ...over('aliases'),
  },
  {
    name: 'aliases of __typename',
    query: `{ ${repeat(101, (index) => `a${index}: __typename`)} }`,
    ...over('aliases'),
  },
  {
    name: 'aliases, one too many',
    query: `{ basis { ${repeat(16, (index) => `a${index}: size`)} } }`,
    ...over('aliases'),
  },
  {
    name: 'aliases in fragments that are spread twice',
    query: `{ a: basis { ...s } b: basis { ...s } } fragment s on Basis { ${repeat(8, (index) => `a${index}: size`)} }`,
    ...over('aliases'),
  },
  {
    name: 'aliases of lists',
    query: `{ ${repeat(30, (index) => `a${index}: commitments(first: 100) { nodes { code } }`)} }`,
    ...over('aliases'),
  },
  {
    name: 'aliases of the past',
    query: `{ ${repeat(16, (index) => `a${index}: at(knownAt: { size: ${index + 1} }) { basis { size } }`)} }`,
    ...over('aliases'),
  },
  {
    name: 'aliases of a command',
    query: `mutation { ${repeat(50, (index) => `a${index}: joinCharter(input: { commandId: "${index}", champion: "c${index}", name: "C", kind: FOUNDATION }) { receipt { entry } }`)} }`,
    ...over('tokens'),
  },
  {
    name: 'a command twenty times',
    query: `mutation { ${repeat(20, (index) => `a${index}: joinCharter(input: { commandId: "${index}", champion: "c${index}", name: "C", kind: FOUNDATION }) { receipt { entry } }`)} }`,
    ...over('aliases'),
  },
  {
    name: 'aliases of other letters',
    query: `{ ${repeat(40, (index) => `${'_'.repeat(index + 1)}: __typename`)} }`,
    ...over('aliases'),
  },
  { name: 'one field 2,000 times', query: `{ basis { ${'size '.repeat(2000)} } }`, ...over('tokens') },
  { name: 'one field 2,000 times at the root', query: `{ ${'__typename '.repeat(2000)} }`, ...over('tokens') },
  { name: 'one field 500 times at the root', query: `{ ${'__typename '.repeat(500)} }`, ...over('rootFields') },
  {
    name: 'one list 21 times at the root',
    query: `{ ${'champions { totalCount } '.repeat(21)} }`,
    ...over('rootFields'),
  },
  {
    name: 'one field 900 times for each of a hundred things',
    query: `{ commitments(first: 100) { nodes { ${'code '.repeat(900)} } } }`,
    ...invalid,
  },
  {
    name: 'one field 500 times for each of a hundred things',
    query: `{ commitments(first: 100) { nodes { ${'code '.repeat(500)} } } }`,
    ...over('cost'),
  },
  {
    name: 'fields that conflict, 300 times',
    query: `{ commitments { nodes { ${repeat(300, (index) => (index % 2 === 0 ? 'x: code' : 'x: due'))} } } }`,
    ...over('aliases'),
  },
  {
    name: 'fields that nearly conflict, nested',
    query: `{ champions { nodes { ${repeat(60, (index) => `commitments(first: ${index + 1}) { nodes { code } }`)} } } }`,
    ...invalid,
  },
  { name: 'a fragment that spreads itself', query: '{ ...f } fragment f on Query { basis { size } ...f }', ...invalid },
  {
    name: 'two fragments that spread each other',
    query: '{ ...f } fragment f on Query { ...g } fragment g on Query { ...f }',
    ...invalid,
  },
  {
    name: 'a ring of a hundred fragments',
    query: `{ ...f0 } ${repeat(100, (index) => `fragment f${index} on Query { ...f${(index + 1) % 100} }`)}`,
    ...invalid,
  },
  {
    name: 'a fragment that is deep in itself',
    query: '{ champions { nodes { ...f } } } fragment f on Champion { commitments { nodes { champion { ...f } } } }',
    ...invalid,
  },
  { name: 'fragments that fan out at the root', query: fanOut(25, 'Query', 'basis { size }'), ...over('rootFields') },
  {
    name: 'fragments that fan out below a list',
    query: fanOut(25, 'Commitment', 'code').replace('{ ...f0 }', '{ commitments { nodes { ...f0 } } }'),
    ...over('cost'),
  },
  {
    name: 'fragments that fan out with aliases',
    query: fanOut(12, 'Basis', 'x: size').replace('{ ...f0 }', '{ basis { ...f0 } }'),
    ...over('aliases'),
  },
  {
    name: 'fragments that fan out with directives',
    query: fanOut(12, 'Basis', 'size @include(if: true)').replace('{ ...f0 }', '{ basis { ...f0 } }'),
    ...over('directives'),
  },
  {
    name: 'ninety fragments that nobody spreads',
    query: `{ basis { size } } ${repeat(90, (index) => `fragment f${index} on Query { basis { size } }`)}`,
    ...invalid,
  },
  { name: 'directives that are none', query: `{ __typename ${'@aa'.repeat(400)} }`, ...over('directives') },
  {
    name: 'one directive 100 times',
    query: `{ __typename ${repeat(100, () => '@include(if: true)')} }`,
    ...over('directives'),
  },
  {
    name: 'directives on many fields',
    query: `{ basis { ${'size @skip(if: false) '.repeat(11)} } }`,
    ...over('directives'),
  },
  {
    name: 'directives on the operation and its variables',
    query: `query ($a: Int ${'@a'.repeat(6)}) ${'@b'.repeat(6)} { basis { size } }`,
    ...over('directives'),
  },
  {
    name: 'a literal of 200,000 characters',
    query: `{ champion(slug: "${'x'.repeat(200_000)}") { unknown } }`,
    ...invalid,
  },
  { name: 'a block string that never ends', query: `{ champion(slug: """${'x\n'.repeat(50_000)}`, ...notParsed },
  {
    name: 'a number of 50,000 digits',
    query: `{ champions(first: ${'9'.repeat(50_000)}) { totalCount } }`,
    ...invalid,
  },
  { name: 'a name of 100,000 letters', query: `{ ${'x'.repeat(100_000)} }`, ...invalid },
  {
    name: 'comments and commas, then too much',
    query: `${'# \n,'.repeat(20_000)} { ${'__typename '.repeat(30)} }`,
    ...over('rootFields'),
  },
  {
    name: 'operations by the dozen',
    query: repeat(150, (index) => `query Q${index} { basis { size } }`),
    ...over('tokens'),
  },
  { name: 'operations without names', query: '{ basis { size } } '.repeat(50), ...invalid },
  {
    name: 'variables by the hundred',
    query: `query (${repeat(240, (index) => `$v${index}: Int`)}) { basis { size } }`,
    ...invalid,
  },
  {
    name: 'introspection in rounds',
    query: `{ __schema { types { ${nested('fields { type', 4, 'name')}${' }'.repeat(4)} } } }`,
    ...invalid,
  },
  {
    name: 'introspection, deep',
    query: `{ __type(name: "Query") { ${nested('ofType', 15, 'name')} } }`,
    ...over('introspectionDepth'),
  },
  {
    name: 'introspection, wide',
    query: `{ ${repeat(15, (index) => `a${index}: __schema { types { fields { args { type { name } } type { fields { name } } } } }`)} }`,
    ...over('cost'),
  },
  { name: 'page size: literal, too large', query: pages.replaceAll('$n', '1000000'), ...size },
  { name: 'page size: literal, full pages in full pages', query: pages.replaceAll('$n', '100'), ...over('cost') },
  { name: 'page size: variable, too large', query: `query ($n: Int) ${pages}`, variables: { n: 1_000_000 }, ...size },
  {
    name: 'page size: variable, full pages in full pages',
    query: `query ($n: Int) ${pages}`,
    variables: { n: 100 },
    ...over('cost'),
  },
  { name: 'page size: default of a variable, too large', query: `query ($n: Int = 101) ${pages}`, ...size },
  {
    name: 'page size: default of a variable, full pages in full pages',
    query: `query ($n: Int = 100) ${pages}`,
    ...over('cost'),
  },
  {
    name: 'page size: the argument’s own default, over and over',
    query: pages
      .replaceAll('(first: $n)', '')
      .replace('nodes { code }', 'nodes { concerns { progressReports { nodes { code } } } }'),
    ...over('cost'),
  },
  {
    name: 'page size: null, which is the default, over and over',
    query: `query ($n: Int) ${pages.replace('nodes { code }', 'nodes { concerns { progressReports(first: $n) { nodes { code } } } }')}`,
    variables: { n: null },
    ...over('cost'),
  },
  {
    name: 'page size: variable in a fragment',
    query: `query ($n: Int) { champions(first: 100) { ...p } } fragment p on ChampionConnection { nodes { commitments(first: $n) { ...q } } } fragment q on CommitmentConnection { nodes { code due claimed start } }`,
    variables: { n: 100 },
    ...over('cost'),
  },
  { name: 'page size: below zero', query: `query ($n: Int) ${pages}`, variables: { n: -1 }, ...size },
  { name: 'page size: negative', query: `query ($n: Int) ${pages}`, variables: { n: -1 }, ...size },
  {
    name: 'page size: negative, literal, in a list that is empty',
    query: '{ champions(filter: { champions: [] }) { nodes { commitments(first: -1) { nodes { code } } } } }',
    ...size,
  },
  { name: 'page size: 2^31', query: `query ($n: Int) ${pages}`, variables: { n: 2 ** 31 }, ...size },
  { name: 'page size: 2^31, literal', query: pages.replaceAll('$n', String(2 ** 31)), ...invalid },
  { name: 'page size: not a number', query: `query ($n: Int) ${pages}`, variables: { n: 'Infinity' }, ...size },
  {
    name: 'full pages behind @skip of a variable',
    query: `query ($no: Boolean!, $n: Int = 100) { champions(first: $n) @skip(if: $no) { nodes { commitments(first: $n) { nodes { code due claimed start } } } } }`,
    variables: { no: false },
    ...over('cost'),
  },
  {
    name: 'what is expensive, many times',
    query: `{ ${repeat(3, (index) => `a${index}: changes(from: { effectiveOn: "202${index}-01-01" }) { counts { name } }`)} }`,
    ...over('cost'),
  },
  {
    name: 'the blame of a hundred things',
    query: '{ commitments(first: 100) { nodes { blame { field } } } }',
    ...over('cost'),
  },
];
