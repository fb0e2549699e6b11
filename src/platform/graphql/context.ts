import { Inject, Injectable } from '@nestjs/common';
import type { Caller, Identify, Request } from '../../kernel/caller.js';
import type { Command, CommandClass, Issuer } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { Bases, type KnownAt, type BasisInUse } from '../read-model/bases.js';
import { Chronicles } from '../read-model/chronicles.js';
import { basisOfCursor } from '../read-model/page.js';
import { Projector } from '../read-model/projector.js';
import type { Basis, BasisKey } from '../read-model/read-model.js';
import { ENTITLE, IDENTIFY } from '../tokens.js';
import { Deadline } from './deadline.js';
import { fromGlobalId } from './global-id.js';

/** Other bases that one request may open: each may cost what a whole register costs. */
const mostBases = 6;

/** A class of commands, whatever its input. */
export type AnyCommand = Omit<CommandClass, 'new'> & { new (input: never, by: Issuer): Command };

/**
 * Finds the role in which a caller may issue a command with this input. Throws `NotAllowed` when there is none, and `Refused` for what the caller
 * can mend.
 */
export interface Entitle {
  (caller: Caller, command: Pick<AnyCommand, 'type' | 'schema'>, input: object): Promise<Issuer>;
}

/** Who asks, and on which basis the answers of this request rest: fixed by its first question. */
export class RequestContext {
  private fixed: Basis | null = null;
  private known: Promise<Caller> | null = null;
  private readonly leases: BasisInUse[] = [];
  private readonly opened = new Map<string, Promise<Basis>>();

  constructor(
    /** The HTTP request; a subscription's own connection otherwise. */
    readonly req: Request,
    private readonly callerOf: () => Promise<Caller>,
    private readonly entitle: Entitle,
    private readonly current: () => Basis,
    private readonly bases: Bases,
    readonly chronicles: Chronicles,
    readonly deadline: Deadline,
  ) {}

  /** Who asks. Throws `Unauthenticated` when the request carries a token that is not right, `ForeignOrigin` when it is not from a page of ours. */
  identify(): Promise<Caller> {
    this.known ??= this.callerOf();
    return this.known;
  }

  /** The issuer of a deed that the caller wants done: the one place where it is asked who may do what. */
  async issuerOf(command: AnyCommand, input: object): Promise<Issuer> {
    return this.entitle(await this.identify(), command, input);
  }

  get basis(): Basis {
    this.fixed ??= this.inTime(this.current());
    return this.fixed;
  }

  /** The register as it is at this moment: what a deed answers with. */
  get latest(): Basis {
    return fixed(this.current());
  }

  /** The register on another basis, which stays open until the request is answered; asked for again, the same one. */
  async at(knownAt: KnownAt | null | undefined, effectiveOn: string | null | undefined): Promise<Basis> {
    const key = await this.bases.find(knownAt, effectiveOn);
    const name = `${key.size}/${key.effectiveOn}`;
    const opened = this.opened.get(name) ?? this.open(key);
    this.opened.set(name, opened);
    return opened;
  }

  private async open(key: BasisKey): Promise<Basis> {
    if (this.opened.size >= mostBases)
      throw new Refused('TOO_MANY_BASES', `One request may open at most ${mostBases} other bases; ask for the rest in another.`);
    const lease = await this.bases.open(key);
    this.leases.push(lease);
    return { ...this.inTime(lease.basis), isNamed: true };
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
    @Inject(ENTITLE) private readonly entitle: Entitle,
  ) {}

  /** Whether a page at a cursor, or the thing of an id, rests on another basis than the present one. */
  opensBasis(cursorOrId: string): boolean {
    const key = basisOfCursor(cursorOrId) ?? fromGlobalId(cursorOrId)?.basis ?? null;
    if (key === null) return false;
    const { size, effectiveOn } = this.projector.current;
    return key.size !== size || key.effectiveOn !== effectiveOn;
  }

  /** `request` is that of HTTP, or whatever stands for the connection of a web socket. */
  of(request: Request, deadline = new Deadline()): RequestContext {
    return new RequestContext(
      request,
      async () => this.identify(request),
      this.entitle,
      () => this.projector.current,
      this.bases,
      this.chronicles,
      deadline,
    );
  }
}

/** What a basis is at this moment, whatever is recorded while the request goes on. */
const fixed = ({ rows, size, knownAt, effectiveOn }: Basis): Basis => ({ rows, size, knownAt, effectiveOn });
