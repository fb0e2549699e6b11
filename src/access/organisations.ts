import { nouns, type NamedThing, type Noun } from '../kernel/things.js';

/** The permanent names of things, each with the champion's slug in it; `network` is the charter itself. */
const forms: Readonly<Record<Noun, RegExp>> = {
  champion: /^([a-z0-9]+(?:-[a-z0-9]+)*)$/,
  actionPlan: /^IDC-(.+)-[A-Z0-9]+$/,
  commitment: /^IDC-(.+)-[A-Z0-9]+-C\d{2,4}$/,
  milestone: /^IDC-(.+)-[A-Z0-9]+-C\d{2,4}-M\d{1,4}$/,
  indicator: /^IDC-(.+)-[A-Z0-9]+-C\d{2,4}-I\d{1,4}$/,
};

/** The organisation that a name belongs to: null for that of the charter itself, undefined where it cannot be read. */
export function organisationOf({ noun, name }: NamedThing): string | null | undefined {
  const slug = typeof name === 'string' ? forms[noun].exec(name)?.[1]?.toLowerCase() : undefined;
  return slug === 'network' ? null : slug;
}

/** The organisation that a stream belongs to: null for that of the charter, of the ledger and of roles. */
export function organisationOfStream(stream: string): string | null | undefined {
  const at = stream.indexOf('-');
  const noun = nouns.find((one) => one === stream.slice(0, at));
  return noun === undefined ? null : organisationOf({ noun, name: stream.slice(at + 1) });
}

/**
 * The one organisation that all names belong to: null where there is none, undefined where they differ or one cannot be read. Who holds a role for
 * one organisation may do nothing on undefined.
 */
export function theOne(organisations: readonly (string | null | undefined)[]): string | null | undefined {
  const found = new Set(organisations);
  const [organisation = null] = found;
  return found.size > 1 || found.has(undefined) ? undefined : organisation;
}
