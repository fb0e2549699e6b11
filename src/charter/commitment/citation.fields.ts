import type { Composition } from '../../platform/context.js';
import { asBatch, batchLoad } from '../../platform/graphql/resolvers/batching.js';
import { lists, refersTo } from '../../platform/graphql/resolvers/thing-fields.js';
import type { Documents, Stamp } from '../../platform/read-model/documents.js';
import { citingCommitments } from './commitment-lists.view.js';
import type { Citation, CommitmentDocument } from './commitments.view.js';

/** How commitments lead to the examples of citizen data that they cite, and examples to those commitments. */
export function citationFields({ nouns }: Composition) {
  const examples = nouns.get('example')?.document?.('').documents as Documents<Stamp> | undefined;
  return {
    Commitment: {
      citations: (commitment: CommitmentDocument): readonly Citation[] => {
        batchLoad(commitment, 'citations', (all: readonly CommitmentDocument[], basis) =>
          asBatch(
            basis,
            all.flatMap(({ citations }) => citations),
          ),
        );
        return commitment.citations;
      },
    },
    Citation: {
      example: (citation: Citation): Stamp | null =>
        examples === undefined
          ? null
          : refersTo<Citation, Stamp>(examples, 'example', ({ example }) => example)(citation),
    },
    Example: {
      citedBy: lists<{ readonly slug: string }>(
        'citedBy',
        'cited',
        ({ slug }) => slug,
        () => citingCommitments,
      ),
    },
  };
}
