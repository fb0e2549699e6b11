import { authorising } from '../../../src/access/access.module.js';
import {
  AcceptRole,
  ConfirmRole,
  ConfirmRoleWithdrawal,
  GrantRole,
  ProposeRole,
  ProposeRoleWithdrawal,
  WithdrawRole,
} from '../../../src/access/roles/role-messages.js';
import { AnnounceActionPlan, PublishActionPlan } from '../../../src/charter/action-plan/action-plan.js';
import { JoinCharter, NameInstitutions, RenameChampion } from '../../../src/charter/champion/champion.js';
import { LaunchCharter } from '../../../src/charter/charter/charter.js';
import { MakeCommitment, ReviseDueDate, WithdrawCommitment } from '../../../src/charter/commitment/commitment.js';
import { DefineIndicator, MeasureIndicator } from '../../../src/charter/commitment/indicator.js';
import { AddMilestone, ReachMilestone } from '../../../src/charter/commitment/milestone.js';
import { SubmitProgressReport } from '../../../src/charter/progress-report/progress-report.js';
import { RecordStatement } from '../../../src/charter/statement/statement.js';
import type { Command } from '../../../src/kernel/message.js';
import { CorrectEntry, RetractEntry } from '../../../src/kernel/correction/correct-entry.js';
import { ConfirmRedaction, ProposeRedaction } from '../../../src/kernel/correction/redact-entry.js';
import { PartRedacted, type Redaction } from '../../../src/kernel/correction/redaction.js';
import type { Outcome } from '../../../src/platform/cqrs/transactor.js';
import { composition } from '../../../src/contexts.js';
import type { AnyCommand } from '../../../src/kernel/message.js';
import type { Authorise } from '../../../src/platform/graphql/context.js';
import { mutationName } from '../../../src/platform/graphql/resolvers/mutations.js';
import { confirmation } from '../../../src/preparing.js';
import type { EventStore } from '../../../src/platform/event-store/event-store.js';
import { bareRegister } from '../register/bare-register.js';
import { principles } from '../cqrs/examples.js';
import { callerOf, keyId, personId } from '../cqrs/issuer.js';

export const operatorId = 'operator-0123456789abcdef01234567';

/** A register in memory in which everybody does only what the rules allow; every command is done an hour after the one before. */
export class People {
  private count = 0;
  private constructor(
    private readonly bare: Awaited<ReturnType<typeof bareRegister>>,
    readonly clock: () => number,
  ) {}

  static async begin(): Promise<People> {
    let hours = 0;
    const bare = await bareRegister(() => Date.parse('2026-03-01T00:00:00Z') + hours * 3_600_000);
    const people = new People(bare, () => Date.parse('2026-03-01T00:00:00Z') + hours * 3_600_000);
    people.tick = () => void (hours += 1);
    return people;
  }

  private tick: () => void = () => undefined;

  /** The views as they stand. */
  get views() {
    return this.bare.projector.current;
  }

  get store(): EventStore {
    return this.bare.store;
  }

  /** Does a command as somebody; throws `NotAllowed` or `Refused`. */
  async do(actor: string, Command: AnyCommand, input: object): Promise<Outcome> {
    this.tick();
    await this.bare.projector.turnDay();
    const whole = { commandId: `people-${this.count++}`, ...input };
    const by = await this.authorise(callerOf(actor), Command, whole);
    return this.bare.register.execute(new Command(whole as never, by));
  }

  /** Finds the role in which somebody may do something, as things stand. */
  get authorise(): Authorise {
    return authorising({ store: this.bare.store, composition, clock: this.clock });
  }

  /** Lets time pass. */
  wait(hours: number): void {
    for (let hour = 0; hour < hours; hour++) this.tick();
  }

  /** Confirms, as whoever prepared it, what somebody else is to sign. */
  async prepare(actor: string, Command: AnyCommand, input: object): Promise<number> {
    this.tick();
    const issuerOf = (wanted: AnyCommand, given: object) => this.authorise(callerOf(actor), wanted, given);
    const parts = { composition, store: this.bare.store, rehearse: this.bare.rehearse, issuerOf };
    const command = await confirmation(parts, `people-${this.count++}`, mutationName(Command), { ...input });
    return (await this.bare.register.execute(command)).receipt.entry;
  }

  /** Does what one person prepared and another signs. */
  async sign(
    actor: string,
    Command: AnyCommand,
    input: Readonly<Record<string, unknown>> & { readonly preparedBy: string },
  ): Promise<number> {
    await this.prepare(input.preparedBy, Command, input);
    return this.entry(actor, Command, input);
  }

  /** Offers a role, which whoever it is for takes on. */
  async appoint(
    by: string,
    holder: string,
    role: string,
    organisation: string | null = null,
    until: string | null = null,
  ): Promise<void> {
    const offer = await this.entry(by, GrantRole, { holder, role, organisation, until });
    if (holder.startsWith('person-')) await this.do(holder, AcceptRole, { offer });
  }

  /** The same, giving the entry to quote. */
  async entry(actor: string, Command: AnyCommand, input: object): Promise<number> {
    return (await this.do(actor, Command, input)).receipt.entry;
  }

  /** Carries out a command that somebody has issued. */
  execute(command: Command): Promise<Outcome> {
    return this.bare.register.execute(command);
  }

  close(): Promise<void> {
    return this.bare.close();
  }
}

const [ana, ben, cleo, kadmin, kone, ktwo, kthree, tadmin, tone, ttwo] = Array.from({ length: 10 }, (_, index) =>
  personId(index + 1),
) as [string, string, string, string, string, string, string, string, string, string];
export const people = { ana, ben, cleo, kadmin, kone, ktwo, kthree, tadmin, tone, ttwo, machine: keyId(1) };

/** A register in which an operator began, and people of the secretariat and of two champions went on: every kind of role, command and second person. */
export async function authorisedStory(): Promise<People> {
  const on = await People.begin();
  await on.do(operatorId, LaunchCharter, {
    names: [{ language: 'en', name: 'Charter' }],
    vision: 'Everybody counts.',
    principles,
  });
  for (const champion of ['kenya', 'togo'])
    await on.do(operatorId, JoinCharter, { champion, name: champion, kind: 'government' });
  const grant = (
    by: string,
    holder: string,
    role: string,
    organisation: string | null = null,
    until: string | null = null,
  ) => on.appoint(by, holder, role, organisation, until);
  await grant(operatorId, ana, 'secretariat');
  await grant(ana, ben, 'secretariat');
  for (const holder of [cleo, personId(11)]) {
    const offer = await on.entry(ben, ConfirmRole, {
      proposal: await on.entry(ana, ProposeRole, { holder, role: 'secretariat' }),
    });
    await on.do(holder, AcceptRole, { offer });
  }
  await on.do(ana, ConfirmRoleWithdrawal, {
    proposal: await on.entry(cleo, ProposeRoleWithdrawal, {
      holder: personId(11),
      role: 'secretariat',
      reasonCode: 'left',
    }),
  });
  await grant(ana, kadmin, 'administrator', 'kenya');
  await grant(ben, tadmin, 'administrator', 'togo');
  await grant(kadmin, kone, 'approver', 'kenya');
  await grant(kadmin, ktwo, 'approver', 'kenya');
  await grant(kadmin, kthree, 'reporter', 'kenya', '2026-12-31');
  await grant(kadmin, people.machine, 'reporter', 'kenya', '2026-12-31');
  await grant(tadmin, tone, 'approver', 'togo');
  await grant(tadmin, ttwo, 'reporter', 'togo');
  await grant(ana, personId(20), 'auditor');
  await on.do(cleo, RenameChampion, { champion: 'kenya', name: 'Kenya', note: 'As it calls itself.' });
  await on.do(kadmin, NameInstitutions, { champion: 'kenya', institutions: ['KNBS'] });
  for (const [champion, approver, reporter] of [
    ['kenya', kone, kthree],
    ['togo', tone, ttwo],
  ] as const) {
    const plan = `IDC-${champion.toUpperCase()}-1`;
    await on.do(reporter, AnnounceActionPlan, { champion, label: '1', kind: 'idc_action_plan', title: 'A plan' });
    await on.sign(approver, PublishActionPlan, { actionPlan: plan, preparedBy: reporter });
    for (const title of ['Ask', 'Count', 'Publish'])
      await on.sign(approver, MakeCommitment, { actionPlan: plan, title, due: '2028', preparedBy: reporter });
    await on.do(approver, DefineIndicator, { commitment: `${plan}-C01`, name: 'A share', unit: 'percent' });
    await on.do(approver, AddMilestone, { commitment: `${plan}-C01`, title: 'A step' });
    await on.do(reporter, MeasureIndicator, { indicator: `${plan}-C01-I1`, value: '5' });
    await on.do(approver, ReachMilestone, { milestone: `${plan}-C01-M1` });
    await on.sign(approver, ReviseDueDate, { commitment: `${plan}-C02`, due: '2029', preparedBy: reporter });
  }
  await on.do(people.machine, MeasureIndicator, { indicator: 'IDC-KENYA-1-C01-I1', value: '7.5' });
  const told = { language: 'en', narrative: 'Half of it is done.', claimed: 'substantial' };
  const report = await on.sign(ktwo, SubmitProgressReport, {
    commitment: 'IDC-KENYA-1-C01',
    ...told,
    preparedBy: kone,
  });
  await on.sign(kone, SubmitProgressReport, { commitment: 'IDC-KENYA-1-C02', ...told, preparedBy: kadmin });
  await on.sign(ben, SubmitProgressReport, {
    commitment: 'IDC-TOGO-1-C01',
    ...told,
    preparedBy: tone,
    note: 'Togo has one user.',
  });
  await on.sign(kone, CorrectEntry, {
    entry: report,
    text: { narrative: 'A half is done.' },
    note: 'Read again.',
    preparedBy: ktwo,
  });
  await on.do(kadmin, WithdrawRole, { holder: ktwo, role: 'approver', organisation: 'kenya', reasonCode: 'left' });
  await on.do(cleo, RecordStatement, { champion: 'togo', field: 'joined', value: '2018' });
  await on.do(ben, ConfirmRedaction, {
    proposal: await on.entry(kone, ProposeRedaction, {
      entry: report,
      reasonCode: 'personal_data',
      legalBasis: 'Article 17',
    }),
  });
  await on.sign(tone, WithdrawCommitment, { commitment: 'IDC-TOGO-1-C03', reasonCode: 'other', preparedBy: ttwo });
  const second = await on.sign(tone, SubmitProgressReport, { commitment: 'IDC-TOGO-1-C02', ...told, preparedBy: ttwo });
  await on.sign(ana, CorrectEntry, {
    entry: second,
    facts: { claimed: 'complete' },
    note: 'As the minutes have it.',
    preparedBy: ben,
  });
  await on.sign(cleo, RetractEntry, { entry: second, note: 'It was of another year.', preparedBy: ttwo });
  await on.do(operatorId, RenameChampion, { champion: 'togo', name: 'Togo' });
  for await (const { facts } of on.store.readAll({ filter: { types: [PartRedacted.type] } }))
    for (const entry of (facts as Redaction['facts']).entries) await on.store.eraseText(entry);
  return on;
}
