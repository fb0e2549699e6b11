import { Inject, Injectable } from '@nestjs/common';
import type { Caller, Identify, Request } from '../../kernel/caller.js';
import type { AnyCommand, Issuer } from '../../kernel/message.js';
import { Bases, type KnownAt } from '../read-model/past/bases.js';
import { inTurn } from '../read-model/past/between.js';
import { Chronicles } from '../read-model/past/chronicles.js';
import { basisOfCursor } from '../read-model/page.js';
import { Projector } from '../read-model/projector.js';
import type { Basis } from '../read-model/read-model.js';
import { AUTHORISE, IDENTIFY } from '../tokens.js';
import { RequestDeadline } from './admission/deadline.js';
import { fromGlobalId } from './global-id.js';

/**
 * Finds the role in which a caller may issue a command with this input. Throws `NotAllowed` if there is none,
 * and `Refused` for errors that the caller can fix.
 */
export interface Authorise {
  (caller: Caller, command: Pick<AnyCommand, 'type' | 'schema'>, input: object): Promise<Issuer>;
}

/** The caller, and the basis of this request: fixed by its first query. */
export class RequestContext {
  private fixed: Basis | null = null;
  /** Does expensive work of this request piece by piece, so that the requests of others go on in between. */
  readonly inTurn = inTurn();
  private known: Promise<Caller> | null = null;

  constructor(
    /** The HTTP request; a subscription's own connection otherwise. */
    readonly req: Request,
    private readonly callerOf: () => Promise<Caller>,
    private readonly authorise: Authorise,
    private readonly current: () => Basis,
    private readonly bases: Bases,
    readonly chronicles: Chronicles,
    readonly deadline: RequestDeadline,
  ) {}

  /** Who asks. Throws `Unauthenticated` when the request carries a token that is not right, `ForeignOrigin` when it is not from a page of ours. */
  identify(): Promise<Caller> {
    this.known ??= this.callerOf();
    return this.known;
  }

  /** The issuer of a command that the caller wants done: the one place where it is asked who may do what. */
  async issuerOf(command: AnyCommand, input: object): Promise<Issuer> {
    return this.authorise(await this.identify(), command, input);
  }

  get basis(): Basis {
    this.fixed ??= this.inTime(this.current());
    return this.fixed;
  }

  /** The register as it is at this moment: what a command answers with. */
  get latest(): Basis {
    return fixed(this.current());
  }

  /** The register on another basis. */
  async at(knownAt: KnownAt | null | undefined, effectiveOn: string | null | undefined): Promise<Basis> {
    return { ...this.inTime(await this.bases.open(await this.bases.find(knownAt, effectiveOn))), isNamed: true };
  }

  /** A basis whose rows can be read as long as the queries of a request may take. */
  private inTime(basis: Basis): Basis {
    return { ...fixed(basis), rows: this.deadline.rows(basis.rows) };
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
    @Inject(AUTHORISE) private readonly authorise: Authorise,
  ) {}

  /** Whether a cursor or an id refers to another basis than the present one. */
  opensBasis(cursorOrId: string): boolean {
    const key = basisOfCursor(cursorOrId) ?? fromGlobalId(cursorOrId)?.basis ?? null;
    if (key === null) return false;
    const { size, effectiveOn } = this.projector.current;
    return key.size !== size || key.effectiveOn !== effectiveOn;
  }

  /** `request` is the HTTP request, or represents the connection of a WebSocket. */
  of(request: Request, deadline = new RequestDeadline()): RequestContext {
    return new RequestContext(
      request,
      async () => this.identify(request),
      this.authorise,
      () => this.projector.current,
      this.bases,
      this.chronicles,
      deadline,
    );
  }
}

/** The basis at this moment, whatever is recorded during the request. */
const fixed = ({ rows, size, knownAt, effectiveOn, names }: Basis): Basis => ({
  rows,
  size,
  knownAt,
  effectiveOn,
  names,
});
