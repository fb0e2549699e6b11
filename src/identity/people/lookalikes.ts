import { domainToUnicode } from 'node:url';

/** Why an address may be another's than it seems. */
export interface AddressWarning {
  readonly code: 'mixed_scripts' | 'looks_like_another';
  readonly message: string;
}

/**
 * Characters that look like Latin letters, as listed by Unicode (UTS 39), for the scripts in which whole
 * addresses can be written. It is a part of that list: anything else is still detected if scripts are mixed.
 */
const lookalikes: Readonly<Record<string, string>> = Object.fromEntries([
  ['а', 'a'],
  ['ɑ', 'a'],
  ['α', 'a'],
  ['в', 'b'],
  ['ь', 'b'],
  ['с', 'c'],
  ['ϲ', 'c'],
  ['ԁ', 'd'],
  ['ժ', 'd'],
  ['е', 'e'],
  ['ҽ', 'e'],
  ['ε', 'e'],
  ['ք', 'f'],
  ['ɡ', 'g'],
  ['ց', 'g'],
  ['һ', 'h'],
  ['հ', 'h'],
  ['н', 'h'],
  ['і', 'i'],
  ['ı', 'i'],
  ['ι', 'i'],
  ['ӏ', 'l'],
  ['ј', 'j'],
  ['ϳ', 'j'],
  ['к', 'k'],
  ['κ', 'k'],
  ['м', 'rn'],
  ['m', 'rn'],
  ['п', 'n'],
  ['ո', 'n'],
  ['η', 'n'],
  ['о', 'o'],
  ['ο', 'o'],
  ['օ', 'o'],
  ['σ', 'o'],
  ['0', 'o'],
  ['р', 'p'],
  ['ρ', 'p'],
  ['ԛ', 'q'],
  ['զ', 'q'],
  ['г', 'r'],
  ['ѕ', 's'],
  ['т', 't'],
  ['τ', 't'],
  ['υ', 'u'],
  ['ս', 'u'],
  ['ν', 'v'],
  ['ѵ', 'v'],
  ['ԝ', 'w'],
  ['ѡ', 'w'],
  ['ω', 'w'],
  ['vv', 'w'],
  ['х', 'x'],
  ['χ', 'x'],
  ['у', 'y'],
  ['γ', 'y'],
  ['ү', 'y'],
  ['ყ', 'y'],
  ['ᴢ', 'z'],
  ['1', 'l'],
  ['|', 'l'],
  ['ł', 'l'],
  ['ø', 'o'],
]);
const looking = new RegExp(
  ['vv', ...Object.keys(lookalikes).filter((one) => one !== 'vv')].map((one) => (one === '|' ? '\\|' : one)).join('|'),
  'gu',
);

/** What addresses have in common that look the same: lower case, compatibility forms and lookalikes made one, domains as people read them. */
export function appearanceOf(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  const shown = `${email.slice(0, at)}@${domainToUnicode(domain) || domain}`.normalize('NFKC').toLowerCase();
  return shown.replace(looking, (letters) => lookalikes[letters] ?? letters);
}

const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Georgian',
  'Hebrew',
  'Arabic',
  'Devanagari',
  'Bengali',
  'Thai',
  'Cherokee',
  'Hangul',
  'Han',
  'Hiragana',
  'Katakana',
  'Bopomofo',
];
const ofScript = scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const);
const known = new RegExp(
  `[${scripts.map((script) => `\\p{Script=${script}}`).join('')}\\p{Script=Common}\\p{Script=Inherited}]`,
  'gu',
);
/** Scripts that one language combines, including with Latin letters (UTS 39, highly restrictive). */
const together = [
  ['Han', 'Hiragana', 'Katakana'],
  ['Han', 'Hangul'],
  ['Han', 'Bopomofo'],
];

/** Whether a part of an address mixes letters of scripts that no language combines. */
export function mixesScripts(email: string): boolean {
  const at = email.lastIndexOf('@');
  const parts = [email.slice(0, at), domainToUnicode(email.slice(at + 1))].flatMap((side) =>
    side.split(/[^\p{L}\p{M}\p{N}]/u),
  );
  return parts.some((part) => {
    const found = ofScript.filter(([, script]) => script.test(part)).map(([name]) => name);
    const others = found.filter((name) => name !== 'Latin');
    if (part.replace(known, '') !== '') return found.length > 0;
    return found.length > 1 && !together.some((set) => others.every((name) => set.includes(name)));
  });
}

/** Warnings about an address for the inviter; `others` are all other known addresses. */
export function warningsAbout(email: string, others: Iterable<string>): AddressWarning[] {
  const warnings: AddressWarning[] = [];
  if (mixesScripts(email)) {
    const message =
      'This address mixes letters of several scripts in one word, such as a Cyrillic а among Latin letters: check that it is the right person’s.';
    warnings.push({ code: 'mixed_scripts', message });
  }
  const appearance = appearanceOf(email);
  for (const other of others) {
    if (appearanceOf(other) !== appearance) continue;
    warnings.push({
      code: 'looks_like_another',
      message: 'This address looks like another one in the register: check that it is the right person’s.',
    });
    break;
  }
  return warnings;
}
