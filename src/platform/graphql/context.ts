import { Inject, Injectable } from '@nestjs/common';
import type { Issuer } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { Bases, type KnownAt, type Lease } from '../read-model/bases.js';
import { Chronicles } from '../read-model/chronicles.js';
import { Projector } from '../read-model/projector.js';
import type { Basis } from '../read-model/read-model.js';
import { IDENTIFY } from '../tokens.js';
import { Deadline } from './deadline.js';

/** Says who a request comes from, by its headers. Throws `Unauthenticated`. */
export interface Identify {
  (request: { readonly headers: Readonly<Record<string, unknown>>; readonly id: string }): Issuer;
}

/** Other bases that one request may open: each may cost what a whole register costs. */
const mostBases = 6;

/** Who asks, and on which basis the answers of this request rest: fixed by its first question. */
export class RequestContext {
  private fixed: Basis | null = null;
  private known: Issuer | null = null;
  private readonly leases: Lease[] = [];
  private asked = 0;

  constructor(
    /** The HTTP request; a subscription's own connection otherwise. */
    readonly req: object,
    private readonly issuerOf: () => Issuer,
    private readonly current: () => Basis,
    private readonly bases: Bases,
    readonly chronicles: Chronicles,
    readonly deadline: Deadline,
  ) {}

  /** Who asks. Throws `Unauthenticated` when the request carries a token that is not right. */
  identify(): Issuer {
    this.known ??= this.issuerOf();
    return this.known;
  }

  get basis(): Basis {
    this.fixed ??= this.inTime(this.current());
    return this.fixed;
  }

  /** The register as it is at this moment: what a deed answers with. */
  get latest(): Basis {
    return fixed(this.current());
  }

  /** The register on another basis, which stays open until the request is answered. */
  async at(knownAt: KnownAt | null | undefined, effectiveOn: string | null | undefined): Promise<Basis> {
    this.asked += 1;
    if (this.asked > mostBases) throw new Refused('TOO_MANY_BASES', `One request may open at most ${mostBases} other bases; ask for the rest in another.`);
    const lease = await this.bases.open(await this.bases.find(knownAt, effectiveOn));
    this.leases.push(lease);
    return this.inTime(lease.basis);
  }

  /** A basis whose rows can be read as long as the questions of a request may take. */
  private inTime(basis: Basis): Basis {
    return { ...fixed(basis), rows: this.deadline.rows(basis.rows) };
  }

  /** Lets go of every basis that was opened for the request. */
  release(): void {
    for (const lease of this.leases.splice(0)) lease.release();
  }
}

/** Makes the context of a request. */
@Injectable()
export class Contexts {
  constructor(
    private readonly projector: Projector,
    private readonly bases: Bases,
    private readonly chronicles: Chronicles,
    @Inject(IDENTIFY) private readonly identify: Identify,
  ) {}

  /** `request` is that of HTTP, or whatever stands for the connection of a web socket. */
  of(request: Parameters<Identify>[0], deadline = new Deadline()): RequestContext {
    return new RequestContext(
      request,
      () => this.identify(request),
      () => this.projector.current,
      this.bases,
      this.chronicles,
      deadline,
    );
  }
}

/** What a basis is at this moment, whatever is recorded while the request goes on. */
const fixed = ({ rows, size, knownAt, effectiveOn }: Basis): Basis => ({ rows, size, knownAt, effectiveOn });
