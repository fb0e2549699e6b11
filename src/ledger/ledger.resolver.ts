import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Refused } from '../kernel/refusal.js';
import { neverKeep } from '../platform/graphql/answers/cached-answers.js';
import type { RequestContext } from '../platform/graphql/context.js';
import { OnBasis } from '../platform/graphql/resolvers/on-basis.js';
import { Integrity, NotSignedYet } from '../platform/integrity.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { parseCheckpoint } from './checkpoint/checkpoint.js';
import { Ledger } from './ledger.js';

const notIn = ({ size }: Basis, field: string, right: string): Refused =>
  new Refused('NOT_IN_LOG', `${field} must be ${right}: the log has ${size} entries on this basis.`, field);

const base64 = (hash: Buffer): string => hash.toString('base64');

/** What the log says of itself so that others can check it. */
@Resolver()
export class LedgerResolver {
  constructor(
    private readonly ledger: Ledger,
    private readonly integrity: Integrity,
  ) {}

  @Query()
  checkpoint(@OnBasis() { size: most }: Basis, @Context() { req }: RequestContext) {
    neverKeep(req);
    const note = this.ledger.checkpointUpTo(most);
    if (note === null) throw new NotSignedYet('No checkpoint has been signed yet.');
    const { origin, size, root } = parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
    return { origin, size, rootHash: base64(root), note };
  }

  @Query()
  async inclusionProof(@Args('entry') entry: number, @Args('size') given: number | null, @OnBasis() basis: Basis) {
    if (entry < 0 || entry >= basis.size) throw notIn(basis, 'entry', `from 0 and below ${basis.size}`);
    const size = given ?? basis.size;
    if (size < 0 || size > basis.size) throw notIn(basis, 'size', `at most ${basis.size}`);
    if (size <= entry)
      throw new Refused(
        'NOT_COVERED',
        `size must be larger than the entry: at size ${size} the log has no entry ${entry} yet.`,
        'size',
      );
    const rootHash = base64(await this.ledger.rootAt(size));
    const { tree } = this.ledger;
    return {
      entry,
      size,
      leafHash: base64(tree.leafHashAt(entry)),
      hashes: tree.inclusionProof(entry, size).map(base64),
      rootHash,
    };
  }

  @Query()
  async consistencyProof(@Args('from') from: number, @Args('to') to: number, @OnBasis() basis: Basis) {
    if (to > basis.size) throw notIn(basis, 'to', `at most ${basis.size}`);
    if (from < 1)
      throw new Refused('NOTHING_TO_PROVE', 'from must be a size from 1: every log begins with the empty one.', 'from');
    if (from > to) throw new Refused('NOT_A_PREFIX', `from must not be larger than to, which is ${to}.`, 'from');
    const toRootHash = base64(await this.ledger.rootAt(to));
    const { tree } = this.ledger;
    return {
      from,
      to,
      fromRootHash: base64(tree.rootAt(from)),
      toRootHash,
      hashes: tree.consistencyProof(from, to).map(base64),
    };
  }

  @Query()
  logKeys(@OnBasis() { size }: Basis) {
    const isKnown = (entry: number | null): boolean => entry !== null && entry < size;
    const known = this.ledger.keys.filter(({ introducedBy }) => introducedBy === null || isKnown(introducedBy));
    return known.map((key) => ({ ...key, retiredBy: isKnown(key.retiredBy) ? key.retiredBy : null }));
  }

  @Query('integrity')
  soundness(@Context() { req }: RequestContext) {
    neverKeep(req);
    const { state, checkedAt, findings } = this.integrity;
    return { state, checkedAt, findings };
  }
}

@Resolver('Basis')
export class BasisResolver {
  constructor(private readonly ledger: Ledger) {}

  @ResolveField()
  async rootHash(@Parent() { size }: { readonly size: number }) {
    return base64(await this.ledger.rootAt(size));
  }
}

@Resolver('Receipt')
export class ReceiptResolver {
  constructor(private readonly ledger: Ledger) {}

  @ResolveField()
  proof(@Parent() { entry }: { readonly entry: number }) {
    return this.ledger.receipt(entry);
  }
}
