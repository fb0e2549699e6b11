/** The permanent names by which deeds and streams say what they are about, each with the champion's slug in it; `network` is the charter itself. */
const forms: Readonly<Record<string, RegExp>> = {
  champion: /^(.+)$/,
  organisation: /^(.+)$/,
  actionPlan: /^IDC-(.+)-[A-Z0-9]+$/,
  commitment: /^IDC-(.+)-[A-Z0-9]+-C\d{2,4}$/,
  milestone: /^IDC-(.+)-[A-Z0-9]+-C\d{2,4}-M\d{1,4}$/,
  indicator: /^IDC-(.+)-[A-Z0-9]+-C\d{2,4}-I\d{1,4}$/,
};

/**
 * The organisation that a deed concerns, by all that its input names: null where it names nothing but the charter itself, undefined where a name
 * cannot be read or two organisations are named. Who holds a role for one organisation may do nothing on undefined.
 */
export function organisationOf(named: Readonly<Record<string, unknown>>): string | null | undefined {
  const found = new Set(
    Object.entries(forms)
      .filter(([field]) => named[field] !== null && named[field] !== undefined)
      .map(([field, form]) => slugIn(form, named[field])),
  );
  const [organisation = null] = found;
  return found.size > 1 || found.has(undefined) ? undefined : organisation;
}

/** The organisation that a stream belongs to: null for that of the charter, of the ledger and of roles. */
export function organisationOfStream(stream: string): string | null | undefined {
  const at = stream.indexOf('-');
  return organisationOf({ [stream.slice(0, at)]: stream.slice(at + 1) });
}

function slugIn(form: RegExp, name: unknown): string | null | undefined {
  const slug = typeof name === 'string' ? form.exec(name)?.[1]?.toLowerCase() : undefined;
  return slug === 'network' ? null : slug;
}
