import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Refused } from '../../../kernel/refusal.js';
import { basisOfCursor, type PageRequest } from '../../read-model/page.js';
import type { Basis, BasisKey } from '../../read-model/read-model.js';
import type { RequestContext } from '../context.js';

/** The register as `at` hands it to the fields below it. */
export interface RegisterNode {
  readonly id: string;
  readonly basis: Basis;
}

/**
 * The basis of a root field: that of the `at` around it, or the one in the cursor of its page, so that pages
 * never shift, or that of the request.
 */
export const OnBasis = createParamDecorator(async (_: unknown, host: ExecutionContext): Promise<Basis> => {
  const [register, { after, before }, context] =
    host.getArgs<[Partial<RegisterNode> | undefined, Pick<PageRequest, 'after' | 'before'>, RequestContext]>();
  if (register?.basis !== undefined) return register.basis;
  const [key, other] = [after, before]
    .map((cursor) => (typeof cursor === 'string' ? basisOfCursor(cursor) : null))
    .filter((one) => one !== null);
  if (key !== undefined && other !== undefined && !isSame(key, other))
    throw new Refused('CURSOR', 'after and before must be cursors of the same basis.', 'before');
  return key === undefined || isSame(key, context.basis)
    ? context.basis
    : context.at({ size: key.size }, key.effectiveOn);
});

const isSame = (one: BasisKey, other: BasisKey): boolean =>
  one.size === other.size && one.effectiveOn === other.effectiveOn;
