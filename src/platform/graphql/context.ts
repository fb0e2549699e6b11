import type { Issuer } from '../../kernel/message.js';
import type { Basis } from '../read-model/read-model.js';

/** Who asks, and on which basis the answers of this request rest: fixed by its first question. */
export class RequestContext {
  private fixed: Basis | null = null;
  private known: Issuer | null = null;

  constructor(
    /** The HTTP request; a subscription's own connection otherwise. */
    readonly req: object,
    private readonly issuerOf: () => Issuer,
    private readonly current: () => Basis,
  ) {}

  /** Who asks. Throws `Unauthenticated` when the request carries a token that is not right. */
  identify(): Issuer {
    this.known ??= this.issuerOf();
    return this.known;
  }

  get basis(): Basis {
    this.fixed ??= this.latest;
    return this.fixed;
  }

  /** The register as it is at this moment: what a deed answers with. */
  get latest(): Basis {
    const { rows, size, knownAt } = this.current();
    return { rows, size, knownAt };
  }
}
