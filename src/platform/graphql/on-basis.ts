import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { basisOfCursor } from '../read-model/page.js';
import type { Basis } from '../read-model/read-model.js';
import type { RequestContext } from './context.js';

/** The register as `at` hands it to the fields below it. */
export interface Register {
  readonly basis: Basis;
}

/**
 * The basis on which a root question is answered: that of the `at` around it, else the one that the cursor of its page was given
 * on, so that pages never shift, else that of the request.
 */
export const OnBasis = createParamDecorator(async (_: unknown, host: ExecutionContext): Promise<Basis> => {
  const [register, { after }, context] = host.getArgs<[Partial<Register> | undefined, { after?: string | null }, RequestContext]>();
  if (register?.basis !== undefined) return register.basis;
  const key = typeof after === 'string' ? basisOfCursor(after) : null;
  return key === null ? context.basis : context.at({ size: key.size }, key.effectiveOn);
});
