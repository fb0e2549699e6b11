import { parse, type AnyNode, type DocumentNode } from '@humanwhocodes/momoa';
import { FaultyFile, Numeral, placeOf, type FileFault, type Position } from './file-faults.js';

/** A file that was read: its value, and where in the text each part of it stands. */
export interface JsonFile {
  readonly value: unknown;
  /** Line and column of a part, or of the nearest part around it that is there. */
  readonly at: (path: readonly PropertyKey[]) => Position;
}

/** No data set is nested deeper; a deeper file would only exhaust the stack of the reader. */
const deepest = 64;

/** Reads the bytes of a JSON file. Throws `FaultyFile` with the place of everything that is no JSON, is no UTF-8, or stands twice. */
export function readJson(bytes: Uint8Array | string): JsonFile {
  const text = typeof bytes === 'string' ? bytes.replace(/^\ufeff/, '') : textOf(bytes);
  mustBeShallow(text);
  let document: DocumentNode;
  try {
    document = parse(text, { mode: 'json' });
  } catch (error) {
    const { line, column, message } = error as Error & { line?: number; column?: number };
    const message_ = `must be JSON: ${message.replace(/ \(\d+:\d+\)$/, '')}`;
    throw new FaultyFile([
      fault('the file', excerpt(text, offsetOf(text, line ?? 1, column ?? 1)), message_, line ?? 1, column ?? 1),
    ]);
  }
  const faults: FileFault[] = [];
  const value = valueOf(document.body, text, [], faults);
  if (faults.length > 0) throw new FaultyFile(faults);
  return { value, at: (path) => whereIs(document.body, path) };
}

const fault = (place: string, found: string, message: string, line: number, column: number): FileFault => ({
  place,
  found,
  message,
  line,
  column,
});

const excerpt = (text: string, offset: number): string => JSON.stringify(text.slice(offset, offset + 20));

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let passed = 1; passed < line; passed += 1) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** The text of a UTF-8 file, with or without a byte order mark; refuses other bytes with the place of the first. */
function textOf(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new FaultyFile([fault('the file', 'UTF-16', 'must be UTF-8; save it in that encoding', 1, 1)]);
  // JSON begins with a character of ASCII: a zero byte beside it is the other half of one of UTF-16.
  if (bytes.length > 1 && (bytes[0] === 0 || bytes[1] === 0))
    throw new FaultyFile([
      fault('the file', 'UTF-16 without a byte order mark', 'must be UTF-8; save it in that encoding', 1, 1),
    ]);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const before = rightPart(bytes);
    const offset = Buffer.byteLength(before);
    const { line, column } = positionOf(before, before.length);
    const hex = (bytes[offset] ?? 0).toString(16).padStart(2, '0').toUpperCase();
    const message = `must be UTF-8: byte ${offset} is invalid; the file seems to be in another encoding, such as Windows-1252. Save it as UTF-8`;
    throw new FaultyFile([fault('the file', `the byte 0x${hex}`, message, line, column)]);
  }
}

/** The text before the first byte that is no UTF-8: the longest part that decodes is looked for by halves. */
function rightPart(bytes: Uint8Array): string {
  const decode = (end: number): string | null => {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end), {
        stream: true,
      });
    } catch {
      return null;
    }
  };
  let [right, wrong] = [0, bytes.length + 1];
  while (wrong - right > 1) {
    const middle = Math.floor((right + wrong) / 2);
    if (decode(middle) === null) wrong = middle;
    else right = middle;
  }
  return decode(right) ?? '';
}

/** Parsers call themselves for each level: what is nested too deeply is found without one. */
function mustBeShallow(text: string): void {
  let level = 0;
  for (const { 0: sign, index } of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[{\]}]/gs)) {
    if (sign === '[' || sign === '{') level += 1;
    else if (sign === ']' || sign === '}') level -= 1;
    if (level <= deepest) continue;
    const { line, column } = positionOf(text, index);
    throw new FaultyFile([
      fault('the file', excerpt(text, index), `must not be nested deeper than ${deepest} levels`, line, column),
    ]);
  }
}

/** What stands where an earlier conversion could not read a character. */
const lost = '\ufffd';

function spoilt(text: string, start: number, end: number, place: string): FileFault {
  const offset = start + Math.max(0, text.slice(start, end).search(/\ufffd|\\ufffd/i));
  const { line, column } = positionOf(text, offset);
  const message =
    'must not contain U+FFFD: an earlier conversion has lost a character here; go back to the source and convert it again';
  return fault(place, excerpt(text, offset), message, line, column);
}

/** The plain value of a node. Keys that stand twice, and control characters that JSON does not allow, join the faults. */
function valueOf(node: AnyNode, text: string, path: readonly PropertyKey[], faults: FileFault[]): unknown {
  const { line, column } = node.loc.start;
  switch (node.type) {
    case 'Object': {
      const value: Record<string, unknown> = {};
      for (const member of node.members) {
        const key = member.name.type === 'String' ? member.name.value : member.name.name;
        const here = [...path, key];
        const { start } = member.name.loc;
        if (key.includes(lost))
          faults.push(spoilt(text, member.name.loc.start.offset, member.name.loc.end.offset, placeOf(path)));
        if (Object.hasOwn(value, key))
          faults.push(
            fault(
              placeOf(here),
              JSON.stringify(key),
              'occurs twice in this object; the first value would be lost',
              start.line,
              start.column,
            ),
          );
        Object.defineProperty(value, key, {
          value: valueOf(member.value, text, here, faults),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return value;
    }
    case 'Array':
      return node.elements.map((element, index) => valueOf(element.value, text, [...path, index], faults));
    case 'String':
      // eslint-disable-next-line no-control-regex -- these are the characters that JSON does not allow
      if (/[\0-\x1f]/.test(text.slice(node.loc.start.offset, node.loc.end.offset)))
        faults.push(
          fault(
            placeOf(path),
            excerpt(text, node.loc.start.offset),
            'must not contain a line break or control character; write \\n',
            line,
            column,
          ),
        );
      if (node.value.includes(lost))
        faults.push(spoilt(text, node.loc.start.offset, node.loc.end.offset, placeOf(path)));
      return node.value;
    case 'Number': {
      const literal = text.slice(node.loc.start.offset, node.loc.end.offset);
      return /^-?\d+$/.test(literal) && Number.isSafeInteger(node.value) ? node.value : new Numeral(literal);
    }
    case 'Boolean':
      return node.value;
    default:
      return null;
  }
}

function whereIs(root: AnyNode, path: readonly PropertyKey[]): Position {
  let [node, start] = [root, root.loc.start];
  for (const step of path) {
    if (node.type === 'Array' && typeof step === 'number' && node.elements[step] !== undefined) {
      node = node.elements[step].value;
      start = node.loc.start;
    } else if (node.type === 'Object') {
      const member = node.members.find(({ name }) => (name.type === 'String' ? name.value : name.name) === step);
      if (member === undefined) break;
      [node, start] = [member.value, member.loc.start];
    } else break;
  }
  return { line: start.line, column: start.column };
}
