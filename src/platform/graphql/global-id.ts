import type { Basis, BasisKey } from '../read-model/read-model.js';

/**
 * What a global id names: a thing, and the basis of the past on which it is looked at. As text `noun:key` or `noun:key@size/day`, in base64url:
 * opaque to clients, and the same for ever.
 */
export interface GlobalId {
  readonly noun: string;
  readonly key: string;
  /** Null for the thing as it is on the newest basis. */
  readonly basis: BasisKey | null;
}

/** The basis that the id of a thing carries: the one it was read from, where the request did not ask for the newest. */
export const carried = ({ size, effectiveOn, isNamed = false }: Basis): BasisKey | null =>
  isNamed ? { size, effectiveOn } : null;

export function toGlobalId({ noun, key, basis }: GlobalId): string {
  const suffix = basis === null ? '' : `@${basis.size}/${basis.effectiveOn}`;
  return Buffer.from(`${noun}:${key}${suffix}`).toString('base64url');
}

/** Takes an id apart; null when it is none that `toGlobalId` makes. */
export function fromGlobalId(id: string): GlobalId | null {
  const [, noun, key, size, effectiveOn] =
    /^(\w+):([^@]+)(?:@(\d{1,15})\/(\d{4}-\d{2}-\d{2}))?$/s.exec(Buffer.from(id, 'base64url').toString()) ?? [];
  if (noun === undefined || key === undefined) return null;
  const basis = size === undefined || effectiveOn === undefined ? null : { size: Number(size), effectiveOn };
  const named = { noun, key, basis };
  return toGlobalId(named) === id ? named : null;
}
