import canonicalize from 'canonicalize';

/** A value that has no canonical form, and where in it the trouble lies. */
export class NotCanonical extends TypeError {
  override readonly name = 'NotCanonical';
}

const deepest = 20;

/**
 * The canonical JSON (RFC 8785) of plain data. Refuses all that JSON would bend or drop in silence: undefined, dates, class
 * instances, sparse arrays, keys that are symbols or hidden, numbers that are not safe integers, lone surrogates, more than 20 levels.
 */
export function canonical(value: unknown): string {
  guard(value, '$', 0);
  const text = canonicalize(value);
  if (text === undefined || !comesBack(text)) throw new NotCanonical('the value does not survive a round trip');
  return text;
}

/**
 * Whether text survives parsing and canonicalising. JSON.stringify usually decides that sooner: it keeps the
 * order of keys.
 */
function comesBack(text: string): boolean {
  const back: unknown = JSON.parse(text);
  return JSON.stringify(back) === text || canonicalize(back) === text;
}

function guard(value: unknown, path: string, depth: number): void {
  if (depth > deepest) throw new NotCanonical(`${path} is nested more than ${deepest} levels deep`);
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new NotCanonical(`${path} contains half a character`);
    return;
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0))
      throw new NotCanonical(`${path} is not a safe integer; write other numbers as strings`);
    return;
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) guard(value[index], `${path}[${index}]`, depth + 1);
    if (Reflect.ownKeys(value).length !== value.length + 1) throw new NotCanonical(`${path} is not plain JSON data`);
    return;
  }
  if (typeof value !== 'object' || !isPlain(value)) throw new NotCanonical(`${path} is not plain JSON data`);
  const entries = Object.entries(value);
  if (Reflect.ownKeys(value).length !== entries.length) throw new NotCanonical(`${path} is not plain JSON data`);
  for (const [key, item] of entries) {
    guard(key, `${path} key`, depth);
    guard(item, `${path}.${key}`, depth + 1);
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
