import type { Basis } from '../read-model/read-model.js';

/** The things that came on one page, the basis they came from, and what was already looked up for all of them. */
interface Company {
  readonly basis: Basis;
  readonly things: readonly object[];
  readonly found: Map<string, unknown>;
}

/** Kept on the thing itself, which was read for this answer alone: a weak map of so many things keeps the garbage collector busy. */
const companyOf = Symbol('the company of a thing');
type InCompany = object & { [companyOf]?: Company };

/** Remembers that these things were read together, so that what belongs to them can be looked up for all at once. */
export function inCompany<D extends object | undefined>(basis: Basis, things: readonly D[]): readonly D[] {
  const present = things.filter((thing) => thing !== undefined);
  const company: Company = { basis, things: present, found: new Map() };
  for (const thing of present as readonly InCompany[]) thing[companyOf] = company;
  return things;
}

/** The basis that a thing was read from. */
export function basisOf(thing: InCompany): Basis {
  const company = thing[companyOf];
  if (company === undefined) throw new Error('This thing was read from no basis.');
  return company.basis;
}

/** The basis that something was read from, where it was read from one. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- a thing that was read in no company has none
export const basisIfAny = (thing: unknown): Basis | undefined => (thing as InCompany | null | undefined)?.[companyOf]?.basis;

/** The same for a single thing. */
export function alone<D extends object | undefined>(basis: Basis, thing: D): D {
  inCompany(basis, [thing]);
  return thing;
}

/**
 * Looks something up for a thing and for all that came with it, in one go; whoever of them asks next finds it there. So a
 * relation costs one query a page, not one a thing. `question` names what is asked, arguments included.
 */
export function together<D extends object, A>(thing: D, question: string, lookUp: (things: readonly D[], basis: Basis) => A): A {
  const company = (thing as InCompany)[companyOf];
  if (company === undefined) throw new Error(`${question} was asked of something that no list has read.`);
  if (!company.found.has(question)) company.found.set(question, lookUp(company.things as readonly D[], company.basis));
  return company.found.get(question) as A;
}
