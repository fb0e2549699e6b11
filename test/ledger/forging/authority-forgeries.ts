import { composition } from '../../../src/contexts.js';
import { operatorId, people } from '../../support/identity/people.js';
import { personId } from '../../support/cqrs/issuer.js';
import { pick, type Random } from '../../support/random/random.js';
import { changeAndSeal, type Entry, type Fields, type Part } from './bundle-files.js';
import type { Kind } from './forgeries.js';

const factsOf = ({ facts }: Entry): Fields => (facts as Part).value;
const stranger = (random: Random): string => personId(900_000 + random(1000));
const stated = (entries: readonly Entry[], ...types: string[]): Entry[] =>
  entries.filter(({ leaf }) => types.includes(leaf.type));
const byPersons = (entries: readonly Entry[]): Entry[] =>
  entries.filter(({ leaf }) => /^(person|key)-/.test(String(leaf.actor)));
/** What an approver has signed for a champion, or the secretariat on its behalf. */
const signed = (entries: readonly Entry[]): Entry[] =>
  entries.filter((entry) => typeof factsOf(entry).preparedBy === 'string');

/** Whether somebody needs a role for what they do in an entry. */
function uses({ holder, role, organisation }: Fields, entry: Entry): boolean {
  const { actor, role: done, onBehalfOf } = entry.leaf;
  const isActor = actor === holder && done === role && (organisation === null || onBehalfOf === organisation);
  // Nobody in the story has two roles of one organisation, so whoever prepares something has the one that is granted here.
  return isActor || (factsOf(entry).preparedBy === holder && organisation !== null);
}

/** The grants that somebody goes on to use, each with its first use. */
const usedGrants = (entries: readonly Entry[]): { grant: Entry; use: Entry }[] =>
  stated(entries, 'RoleGranted', 'RoleAccepted').flatMap((grant) => {
    const use = entries.slice(Number(grant.leaf.entry) + 1).find((entry) => uses(factsOf(grant), entry));
    return use === undefined ? [] : [{ grant, use }];
  });

/** Numbers entries, revisions and whatever names entries anew, after one was taken out or put in at a place. */
function renumber(entries: Entry[], place: number, by: 1 | -1): void {
  const revisions = new Map<string, number>();
  const moved = (entry: unknown): unknown =>
    typeof entry === 'number' && entry >= place + (by === -1 ? 1 : 0) ? entry + by : entry;
  for (const [index, { leaf, facts }] of entries.entries()) {
    const revision = revisions.get(leaf.stream) ?? 0;
    revisions.set(leaf.stream, revision + 1);
    Object.assign(leaf, { entry: index, revision });
    const value = (facts as Part).value;
    for (const field of ['entry', 'proposal', 'offer', 'preparation'])
      if (field in value) value[field] = moved(value[field]);
    if (Array.isArray(value.entries)) value.entries = value.entries.map(moved);
  }
}

/** Puts an entry in at a place, by the operator unless `leaf` says otherwise; it is recorded when the entry before it was. */
export function insert(
  entries: Entry[],
  place: number,
  type: string,
  value: Fields,
  { leaf, text = null }: Partial<Entry> = {},
): void {
  const before = (entries[place - 1] as Entry).leaf;
  const id = `019b7700-0000-7000-8000-${String(100_000 + place).padStart(12, '0')}`;
  entries.splice(place, 0, {
    leaf: {
      ...before,
      stream: 'access-roles',
      type,
      eventId: id,
      commandId: `forged-${id}`,
      actor: operatorId,
      role: 'operator',
      onBehalfOf: null,
      text: null,
      ...leaf,
    },
    facts: { salt: id.replaceAll('-', '').repeat(2), value },
    text,
  });
  renumber(entries, place, 1);
}

const forged = (name: string, change: (entries: Entry[], random: Random) => void): Kind => ({
  name: `${name}, all signed anew`,
  codes: ['V13'],
  isSealed: true,
  tamper: (files, random, rotatedIn) => changeAndSeal(files, (entries) => change(entries, random), rotatedIn),
});

/** Every way that is tried to do what one may not, by somebody who can sign everything anew. */
export const authorityKinds: readonly Kind[] = [
  forged('a role that was used taken out', (entries, random) => {
    const { grant } = pick(usedGrants(entries), random);
    entries.splice(Number(grant.leaf.entry), 1);
    renumber(entries, Number(grant.leaf.entry), -1);
  }),
  forged(
    'a role that was used given to somebody else',
    (entries, random) => void (factsOf(pick(usedGrants(entries), random).grant).holder = stranger(random)),
  ),
  forged('another role given than was used', (entries, random) => {
    const facts = factsOf(pick(usedGrants(entries), random).grant);
    facts.role = pick(facts.organisation === null ? ['assessor', 'auditor'] : ['assessor'], random);
  }),
  forged('a role given for another organisation', (entries, random) => {
    const facts = factsOf(
      pick(
        usedGrants(entries).filter(({ grant }) => factsOf(grant).organisation !== null),
        random,
      ).grant,
    );
    facts.organisation = facts.organisation === 'kenya' ? 'togo' : 'kenya';
  }),
  forged('a role that had expired when it was used', (entries, random) => {
    const { grant } = pick(usedGrants(entries), random);
    factsOf(grant).until = `2026-02-${String(1 + random(27)).padStart(2, '0')}`;
  }),
  forged('a role withdrawn before it was used', (entries, random) => {
    const { grant, use } = pick(
      usedGrants(entries).filter(({ use, grant }) => Number(use.leaf.entry) > Number(grant.leaf.entry) + 1),
      random,
    );
    const { holder, role, organisation } = factsOf(grant);
    const place = Number(grant.leaf.entry) + 1;
    insert(entries, place, 'RoleWithdrawn', { holder, role, organisation, reasonCode: 'other' });
    if (use.leaf.entry === place) throw new Error('The use must stand behind the withdrawal.');
  }),
  forged(
    'a command by somebody who holds no role',
    (entries, random) => void (pick(byPersons(entries), random).leaf.actor = stranger(random)),
  ),
  forged('a command by somebody with a role of another organisation', (entries, random) => {
    const { leaf } = pick(
      byPersons(entries).filter(({ leaf }) => leaf.onBehalfOf === 'kenya'),
      random,
    );
    leaf.actor = pick([people.tadmin, people.tone, people.ttwo], random);
  }),
  forged('a command in a role that its actor does not hold', (entries, random) => {
    const { leaf } = pick(byPersons(entries), random);
    leaf.role = pick(
      ['public', 'assessor', 'auditor', 'operator', 'administrator'].filter((one) => one !== leaf.role),
      random,
    );
  }),
  forged(
    'a command by a person in the name of the operator, or by the operator in that of a person',
    (entries, random) => {
      const { leaf } = pick(byPersons(entries), random);
      if (random(2) === 0) Object.assign(leaf, { role: 'operator', onBehalfOf: null });
      else leaf.actor = 'operator-0123456789abcdef01234567';
    },
  ),
  forged('a command on behalf of another organisation, or of none', (entries, random) => {
    const { leaf } = pick(byPersons(entries), random);
    leaf.onBehalfOf = pick(
      [null, 'kenya', 'togo', 'nowhere'].filter((one) => one !== leaf.onBehalfOf),
      random,
    );
  }),
  forged('a role given to oneself', (entries, random) => {
    const { leaf, facts } = pick(stated(entries, 'RoleOffered', 'RoleProposed'), random);
    (facts as Part).value.holder = leaf.actor;
    if (!String(leaf.actor).startsWith('operator-')) return;
    const person = stranger(random);
    Object.assign(leaf, { actor: person });
    (facts as Part).value.holder = person;
  }),
  forged('what is signed prepared by nobody', (entries, random) => {
    delete factsOf(pick(signed(entries), random)).preparedBy;
  }),
  forged('what is signed prepared by whoever signs it', (entries, random) => {
    const entry = pick(signed(entries), random);
    factsOf(entry).preparedBy = entry.leaf.actor;
  }),
  forged('what is signed prepared by somebody who is not of the organisation', (entries, random) => {
    const entry = pick(signed(entries), random);
    factsOf(entry).preparedBy = pick(
      [stranger(random), people.ana, people.cleo, entry.leaf.onBehalfOf === 'kenya' ? people.tone : people.kone],
      random,
    );
  }),
  forged('a report that speaks of what another organisation has promised', (entries, random) => {
    const entry = pick(stated(entries, 'ProgressReported'), random);
    factsOf(entry).concerns = [entry.leaf.onBehalfOf === 'kenya' ? 'IDC-TOGO-1-C01' : 'IDC-KENYA-1-C02'];
  }),
  forged('a correction by which a report speaks of what another organisation has promised', (entries) => {
    const [corrected] = stated(entries, 'EntryCorrected').filter(({ leaf }) => leaf.onBehalfOf === 'kenya') as [Entry];
    (factsOf(corrected).facts as Fields).concerns = ['IDC-TOGO-1-C01'];
  }),
  forged('a member of the secretariat by the word of one', (entries, random) => {
    const [confirmed] = stated(entries, 'RoleOffered').filter((entry) => factsOf(entry).proposal !== null) as [Entry];
    const proposed = entries[Number(factsOf(confirmed).proposal)] as Entry;
    pick<() => unknown>(
      [
        () => (factsOf(confirmed).proposal = null),
        () => (confirmed.leaf.actor = proposed.leaf.actor),
        () => (proposed.leaf.actor = confirmed.leaf.actor),
        () => (factsOf(confirmed).holder = stranger(random)),
        () => (factsOf(proposed).holder = stranger(random)),
        () => (factsOf(confirmed).until = '2030-01-01'),
        () => (factsOf(confirmed).proposal = pick([0, 3, 4], random)),
      ],
      random,
    )();
  }),
  forged('a redaction by the word of one, or another than was proposed', (entries, random) => {
    const [redacted] = stated(entries, 'PartRedacted') as [Entry];
    const proposed = entries[Number(factsOf(redacted).proposal)] as Entry;
    pick<() => unknown>(
      [
        () => (redacted.leaf.actor = proposed.leaf.actor),
        () => (factsOf(redacted).proposedBy = pick([redacted.leaf.actor, stranger(random)], random)),
        () => (factsOf(redacted).reasonCode = 'court_order'),
        () => (factsOf(proposed).legalBasis = `Article ${random(100) + 18}`),
        () => (factsOf(redacted).proposal = pick([0, 3, 9], random)),
      ],
      random,
    )();
  }),
  forged('roles beyond those that one may give', (entries, random) => {
    const { facts } = pick(
      stated(entries, 'RoleOffered').filter(({ leaf }) => leaf.role === 'administrator'),
      random,
    );
    Object.assign((facts as Part).value, {
      role: pick(['secretariat', 'auditor', 'assessor'], random),
      organisation: pick([null, 'kenya', 'togo'], random),
    });
  }),
  forged('a role that was never given, taken so that it covers what is done in the minute after', (entries, random) => {
    const { leaf } = pick(
      byPersons(entries).filter(({ leaf }) => leaf.onBehalfOf !== null && leaf.role === 'approver'),
      random,
    );
    const [holder, organisation] = [stranger(random), leaf.onBehalfOf];
    insert(entries, Number(leaf.entry), 'RoleWithdrawn', {
      holder,
      role: 'approver',
      organisation,
      reasonCode: 'other',
    });
    (entries[Number(leaf.entry) - 1] as Entry).leaf.recordedAt = leaf.recordedAt;
    leaf.actor = holder;
  }),
  forged(
    'a member of the secretariat by the word of one, after what nobody held was taken from the others',
    (entries) => {
      const [confirmed] = stated(entries, 'RoleOffered').filter((entry) => factsOf(entry).proposal !== null) as [Entry];
      factsOf(confirmed).proposal = null;
      for (const holder of [people.ana, people.ben])
        insert(entries, Number(confirmed.leaf.entry), 'RoleWithdrawn', {
          holder,
          role: 'secretariat',
          organisation: 'kenya',
          reasonCode: 'other',
        });
    },
  ),
  forged('a role of persons given to a machine', (entries, random) => {
    const [grant] = stated(entries, 'RoleGranted').filter((entry) => factsOf(entry).holder === people.machine) as [
      Entry,
    ];
    insert(
      entries,
      Number(grant.leaf.entry) + 1,
      'RoleGranted',
      {
        ...factsOf(grant),
        ...pick([{ role: 'administrator' }, { role: 'approver' }], random),
      },
      { leaf: { ...grant.leaf, eventId: '019b7700-0000-7000-8000-000000000001', commandId: 'to-a-machine' } },
    );
  }),
  forged('a role of the whole register given for an organisation', (entries, random) => {
    const grant = pick(
      stated(entries, 'RoleOffered').filter((entry) => factsOf(entry).role === 'auditor'),
      random,
    );
    factsOf(grant).organisation = 'kenya';
    Object.assign(grant.leaf, { actor: operatorId, role: 'operator' });
  }),
  forged('words redacted by the operator alone, before any rules', (entries) => {
    const { leaf } = entries[0] as Entry;
    const facts = {
      entries: [0],
      type: leaf.type,
      concerns: null,
      part: 'text',
      reasonCode: 'court_order',
      legalBasis: 'Article 1',
      proposal: 0,
      proposedBy: operatorId,
    };
    insert(entries, 1, 'PartRedacted', facts, {
      leaf: {
        ...leaf,
        eventId: '019b7700-0000-7000-8000-000000000002',
        commandId: 'alone',
        type: 'PartRedacted',
        text: null,
      },
    });
    (entries[0] as Entry).text = null;
  }),
  forged('other rules adopted, or the same twice', (entries, random) => {
    const [adopted] = stated(entries, 'AuthorisationRulesAdopted') as [Entry];
    if (random(2) === 0) factsOf(adopted).version = composition.rules.version + 1 + random(50);
    else factsOf(adopted).digest = String(random(10)).repeat(64);
  }),
  forged('no rules adopted', (entries) => {
    const [{ leaf }] = stated(entries, 'AuthorisationRulesAdopted') as [Entry];
    entries.splice(Number(leaf.entry), 1);
    renumber(entries, Number(leaf.entry), -1);
  }),
];

/** A signed entry and the entry in which its preparer confirmed it. */
const seals = (entries: readonly Entry[]): { entry: Entry; preparation: Entry }[] =>
  entries.flatMap((entry) => {
    const { preparation } = factsOf(entry);
    return typeof preparation === 'number' ? [{ entry, preparation: entries[preparation] as Entry }] : [];
  });

/** Those of which the words are there: once they are redacted, what was confirmed cannot be computed again. */
const readableSeals = (entries: readonly Entry[]): ReturnType<typeof seals> =>
  seals(entries).filter(
    ({ entry, preparation }) => preparation.text !== null && (entry.text !== null || entry.leaf.text === null),
  );

/** Sets the clock of the log forward from an entry on. */
const delay = (entries: readonly Entry[], from: Entry, days: number): void => {
  for (const { leaf } of entries.slice(Number(from.leaf.entry)))
    leaf.recordedAt = new Date(Date.parse(leaf.recordedAt) + days * 24 * 3_600_000).toISOString();
};

/** Every way that is tried to sign alone, or something else than was confirmed. */
export const signOffKinds: readonly Kind[] = [
  forged('a sign-off on nothing that was confirmed', (entries, random) => {
    const { preparation } = pick(seals(entries), random);
    const place = Number(preparation.leaf.entry);
    entries.splice(place, 1);
    renumber(entries, place, -1);
  }),
  forged('a sign-off that does not say what it rests on', (entries, random) => {
    delete factsOf(pick(seals(entries), random).entry).preparation;
  }),
  forged('a sign-off on what somebody else has confirmed', (entries, random) => {
    const { entry, preparation } = pick(seals(entries), random);
    preparation.leaf.actor = pick(
      [stranger(random), entry.leaf.actor, people.cleo, people.kadmin, people.tadmin].filter(
        (one) => one !== preparation.leaf.actor,
      ),
      random,
    );
  }),
  forged('a sign-off on what a machine has confirmed', (entries, random) => {
    const { preparation } = pick(seals(entries), random);
    preparation.leaf.actor = people.machine;
  }),
  forged('a sign-off on something else than was confirmed', (entries, random) => {
    const { entry, preparation } = pick(readableSeals(entries), random);
    pick<() => unknown>(
      [
        () => (factsOf(preparation).hash = String(random(10)).repeat(64)),
        () =>
          preparation.text === null
            ? (factsOf(preparation).hash = 'a'.repeat(64))
            : (preparation.text.value.salt = 'a'.repeat(64)),
        () => (factsOf(preparation).command = 'WithdrawChampion'),
        () => (factsOf(preparation).organisation = factsOf(preparation).organisation === 'kenya' ? 'togo' : 'kenya'),
        () => (entry.leaf.effective = '2019'),
        () => ((entry.leaf.origin as Fields).sources = ['https://example.org/another']),
        () => (factsOf(entry).preparation = pick([0, 3, 4, 9], random)),
      ],
      random,
    )();
  }),
  forged('facts changed after they were confirmed', (entries, random) => {
    const reports = readableSeals(entries).filter(({ entry }) => entry.leaf.type === 'ProgressReported');
    const facts = factsOf(pick(reports, random).entry);
    pick<() => unknown>(
      [
        () => (facts.claimed = 'complete'),
        () => (facts.round = `Round ${random(99)}`),
        () => (facts.barriers = ['other']),
      ],
      random,
    )();
  }),
  forged('words changed after they were confirmed', (entries, random) => {
    const worded = seals(entries).filter(({ entry }) => entry.leaf.type === 'CommitmentMade');
    (pick(worded, random).entry.text as Part).value.title = `Something else ${random(1000)}`;
  }),
  forged('a sign-off on what was confirmed more than thirty days before', (entries, random) => {
    const { entry } = pick(seals(entries), random);
    delay(entries, entry, 31 + random(100));
  }),
  forged('two sign-offs on what was confirmed once', (entries, random) => {
    const { entry, preparation } = pick(
      seals(entries).filter(({ entry }) => entry.leaf.type === 'CommitmentMade'),
      random,
    );
    const place = Number(entry.leaf.entry) + 1;
    insert(
      entries,
      place,
      'CommitmentMade',
      {
        ...factsOf(entry),
        commitment: `${String(factsOf(entry).actionPlan)}-C09`,
        preparation: preparation.leaf.entry,
      },
      {
        leaf: {
          ...entry.leaf,
          stream: `commitment-${String(factsOf(entry).actionPlan)}-C09`,
          eventId: '019b7700-0000-7000-8000-000000000003',
          commandId: 'once-more',
        },
        text: entry.text,
      },
    );
    const again = entries[place] as Entry;
    again.leaf.recordedAt = new Date(Date.parse(entry.leaf.recordedAt) + 120_000).toISOString();
  }),
  forged('the secretariat signing for a champion that has an approver of its own', (entries, random) => {
    const { entry } = pick(
      seals(entries).filter(({ entry }) => entry.leaf.type === 'CommitmentMade' && entry.leaf.onBehalfOf === 'kenya'),
      random,
    );
    Object.assign(entry.leaf, { actor: people.ben, role: 'secretariat' });
  }),
  forged('a claim set right, or taken back, by one member of the secretariat', (entries, random) => {
    const entry = pick(
      stated(entries, 'EntryCorrected', 'EntryRetracted').filter(({ leaf }) => leaf.role === 'secretariat'),
      random,
    );
    pick<() => unknown>(
      [
        () => delete factsOf(entry).preparedBy,
        () => (factsOf(entry).preparedBy = entry.leaf.actor),
        () => (entry.leaf.actor = factsOf(entry).preparedBy),
      ],
      random,
    )();
  }),
];

/** Every way that is tried to take part in the secretariat, or end somebody's, by the word of one; and to hold what one has not accepted. */
export const secretariatKinds: readonly Kind[] = [
  forged('somebody sent out of the secretariat by one member', (entries, random) => {
    const [left] = stated(entries, 'RoleWithdrawn').filter((entry) => typeof factsOf(entry).proposal === 'number') as [
      Entry,
    ];
    const leave = entries[Number(factsOf(left).proposal)] as Entry;
    pick<() => unknown>(
      [
        () => delete factsOf(left).proposal,
        () => (left.leaf.actor = leave.leaf.actor),
        () => (leave.leaf.actor = left.leaf.actor),
        () => (factsOf(leave).holder = people.ben),
        () => (factsOf(left).holder = people.ben),
        () => (factsOf(left).reasonCode = 'misused'),
        () => delay(entries, left, 31 + random(100)),
      ],
      random,
    )();
  }),
  forged('a role accepted that was not offered, or by somebody else', (entries, random) => {
    const accepted = pick(stated(entries, 'RoleAccepted'), random);
    const offer = entries[Number(factsOf(accepted).offer)] as Entry;
    pick<() => unknown>(
      [
        () => (factsOf(offer).holder = stranger(random)),
        () => (accepted.leaf.actor = stranger(random)),
        () => (factsOf(accepted).until = '2099-01-01'),
        () => (factsOf(accepted).offer = pick([0, 3], random)),
        () =>
          Object.assign(factsOf(accepted), { holder: Object.assign(accepted.leaf, { actor: stranger(random) }).actor }),
      ],
      random,
    )();
  }),
  forged('a role given to a person who has not accepted it', (entries, random) => {
    const accepted = pick(stated(entries, 'RoleAccepted'), random);
    const { offer, ...facts } = factsOf(accepted);
    const { actor, role, onBehalfOf } = (entries[Number(offer)] as Entry).leaf;
    Object.assign(accepted.leaf, { type: 'RoleGranted', actor, role, onBehalfOf });
    (accepted.facts as Part).value = { ...facts, proposal: null };
  }),
];
