import type { CorrectionRules, SetRight } from '../kernel/correction/correct-entry.js';
import type { Link } from '../kernel/decider.js';
import type { Recorded } from '../kernel/message.js';
import { nameIn, nounIn } from '../kernel/stream.js';
import {
  mustBeParent,
  mustTakeOver,
  organisation,
  parentsOf,
  successorsOf,
  type Organisation,
} from './organisation/organisation.js';

interface Others {
  readonly successors: readonly Link<Organisation>[];
  readonly parents: readonly Link<Organisation>[];
}

const folded = (events: readonly Recorded[]): Organisation =>
  events.reduce((state, event) => organisation.evolve(state, event), organisation.initial);

/** What an organisation goes into, and what it is part of, only once an entry is corrected. */
function onlyAfter({ stream, before, after }: SetRight): Pick<Organisation, 'into' | 'partOf'> {
  if (nounIn(stream) !== 'organisation') return { into: null, partOf: null };
  const [was, is] = [folded(before), folded(after)];
  return { into: was.into === is.into ? null : is.into, partOf: was.partOf === is.partOf ? null : is.partOf };
}

const path = ({ entry }: SetRight, field: string): readonly string[] =>
  field in entry.facts ? ['facts', field] : ['entry'];

/** A correction may not make an organisation part of itself, or its own successor. */
export const organisationCorrectionRules: CorrectionRules<Others> = {
  reads: (set) => {
    const { into, partOf } = onlyAfter(set);
    return {
      successors: into === null ? null : successorsOf(into),
      parents: partOf === null ? null : parentsOf(partOf),
    };
  },
  mustHold(set, { successors, parents }) {
    const { into, partOf } = onlyAfter(set);
    const slug = nameIn(set.stream);
    if (into !== null) mustTakeOver(slug, into, successors, path(set, 'into'));
    if (partOf !== null) mustBeParent(slug, partOf, parents, path(set, 'partOf'));
  },
};
