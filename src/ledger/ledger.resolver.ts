import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { StoreUnavailable } from '../platform/event-store/event-store.js';
import { Refused } from '../kernel/refusal.js';
import { Integrity } from '../platform/integrity.js';
import { parseCheckpoint } from './checkpoint.js';
import { Ledger } from './ledger.js';

const base64 = (hash: Buffer): string => hash.toString('base64');

/** What the log says of itself so that others can check it. */
@Resolver()
export class LedgerResolver {
  constructor(
    private readonly ledger: Ledger,
    private readonly integrity: Integrity,
  ) {}

  @Query()
  checkpoint() {
    const note = this.ledger.checkpoint();
    if (note === null) throw new StoreUnavailable('No checkpoint was signed yet.');
    const { origin, size, root } = parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
    return { origin, size, rootHash: base64(root), note };
  }

  @Query()
  async inclusionProof(@Args('entry') entry: number, @Args('size') given: number | null) {
    if (entry < 0) throw new Refused('NOT_IN_LOG', 'entry must be a whole number from 0.', 'entry');
    await this.ledger.mustHold(entry + 1, 'entry');
    const { tree } = this.ledger;
    const size = given ?? tree.size;
    await this.ledger.mustHold(size, 'size');
    if (size <= entry) throw new Refused('NOT_COVERED', `size must be larger than the entry: at size ${size} the log has no entry ${entry} yet.`, 'size');
    return { entry, size, leafHash: base64(tree.leafHashAt(entry)), hashes: tree.inclusionProof(entry, size).map(base64), rootHash: base64(tree.rootAt(size)) };
  }

  @Query()
  async consistencyProof(@Args('from') from: number, @Args('to') to: number) {
    await this.ledger.mustHold(to, 'to');
    if (from < 1) throw new Refused('NOTHING_TO_PROVE', 'from must be a size from 1: every log begins with the empty one.', 'from');
    if (from > to) throw new Refused('NOT_A_PREFIX', `from must not be larger than to, which is ${to}.`, 'from');
    const { tree } = this.ledger;
    return { from, to, fromRootHash: base64(tree.rootAt(from)), toRootHash: base64(tree.rootAt(to)), hashes: tree.consistencyProof(from, to).map(base64) };
  }

  @Query()
  logKeys() {
    return this.ledger.keys;
  }

  @Query('integrity')
  soundness() {
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
