import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import { on, type Decider } from '../../kernel/decider.js';
import { Language, maybe, WebAddress, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Table } from '../../kernel/values/persistent.js';
import { Refused } from '../../kernel/refusal.js';
import { Deadline } from '../../kernel/time/deadline.js';
import { Description, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import {
  ActionPointCode,
  actionPointCode,
  DecisionCode,
  decisionCode,
  MeetingCode,
  meetingOf,
  meetingStream,
} from '../names.js';
import { meeting, mustBeScheduled, type Meeting } from './meeting.js';

export class RecordDecision extends command('RecordDecision', {
  meeting: MeetingCode,
  language: WrittenIn,
  decision: Description,
}) {}
export class AgreeActionPoint extends command('AgreeActionPoint', {
  meeting: MeetingCode,
  language: WrittenIn,
  title: Title,
  owner: maybe(OrganisationSlug),
  due: maybe(Deadline),
}) {}
export class SettleActionPoint extends command('SettleActionPoint', { actionPoint: ActionPointCode, ...noteFields }) {}
export class PublishMinutes extends command('PublishMinutes', {
  meeting: MeetingCode,
  language: Language,
  address: WebAddress,
}) {}

export const outcomeCommands = [RecordDecision, AgreeActionPoint, SettleActionPoint, PublishMinutes] as const;
export type OutcomeCommand = InstanceType<(typeof outcomeCommands)[number]>;

/** The meeting decided something. */
export const DecisionRecorded = event(
  'DecisionRecorded',
  { decision: DecisionCode, meeting: MeetingCode },
  { language: Language, decision: Description },
  { opens: 'decision' },
);
/** The meeting agreed that something is to be done, by whom and by when, as far as that is known. */
export const ActionPointAgreed = event(
  'ActionPointAgreed',
  { actionPoint: ActionPointCode, meeting: MeetingCode, owner: OrganisationSlug.nullable(), due: Deadline.nullable() },
  { language: Language, title: Title },
  { opens: 'actionPoint' },
);
export const ActionPointSettled = event('ActionPointSettled', { actionPoint: ActionPointCode }, noteText);
/** The minutes were published in a language; another address replaces the one before. */
export const MinutesPublished = event('MinutesPublished', {
  meeting: MeetingCode,
  language: Language,
  address: WebAddress,
});

export const outcomeEvents = [DecisionRecorded, ActionPointAgreed, ActionPointSettled, MinutesPublished] as const;
export type OutcomeEvent = EventOf<(typeof outcomeEvents)[number]>;

interface ActionPoint {
  readonly title: string | undefined;
  readonly owner: string | null;
  readonly due: string | null;
  readonly isSettled: boolean;
}

/** A meeting and what came of it; numbers are counted with those of retracted entries. */
interface Outcomes {
  readonly of: Meeting;
  readonly decisions: { readonly given: number; readonly texts: Table<string> };
  readonly actionPoints: { readonly given: number; readonly byCode: Table<ActionPoint> };
  /** Addresses by their languages. */
  readonly minutes: Table<string>;
}

const evolveOutcomes = on<Outcomes, OutcomeEvent | CorrectionEvent>({
  DecisionRecorded: (known, { facts: { decision }, text }) => ({
    ...known,
    decisions: { given: known.decisions.given + 1, texts: known.decisions.texts.with(decision, text?.decision ?? '') },
  }),
  ActionPointAgreed: (known, { facts: { actionPoint, owner, due }, text }) => ({
    ...known,
    actionPoints: {
      given: known.actionPoints.given + 1,
      byCode: known.actionPoints.byCode.with(actionPoint, { title: text?.title, owner, due, isSettled: false }),
    },
  }),
  ActionPointSettled: (known, { facts: { actionPoint } }) => {
    const agreed = known.actionPoints.byCode.get(actionPoint);
    if (agreed === undefined) return known;
    return {
      ...known,
      actionPoints: {
        ...known.actionPoints,
        byCode: known.actionPoints.byCode.with(actionPoint, { ...agreed, isSettled: true }),
      },
    };
  },
  MinutesPublished: (known, { facts: { language, address } }) => ({
    ...known,
    minutes: known.minutes.with(language, address),
  }),
  EntryRetracted: (known, { facts }) => {
    if (facts.type === DecisionRecorded.type)
      return { ...known, decisions: { ...known.decisions, given: known.decisions.given + 1 } };
    if (facts.type === ActionPointAgreed.type)
      return { ...known, actionPoints: { ...known.actionPoints, given: known.actionPoints.given + 1 } };
    return known;
  },
});

/** Refuses a meeting that has not been held: nothing can have come of it. */
function mustBeHeld(known: Meeting, code: string): void {
  mustBeScheduled(known, code);
  if (known.status !== 'held')
    throw new Refused('MEETING_NOT_HELD', `The meeting ${code} has not been held: record that first.`, 'meeting');
}

export const outcome: Decider<OutcomeCommand, Outcomes, OutcomeEvent, { owner: boolean }> = {
  events: outcomeEvents,
  stream: ({ data }) => meetingStream('meeting' in data ? data.meeting : meetingOf(data.actionPoint)),
  reads: ({ data }) => ({ owner: 'owner' in data && data.owner !== null ? knownOrganisation(data.owner) : null }),
  initial: {
    of: meeting.initial,
    decisions: { given: 0, texts: Table.empty() },
    actionPoints: { given: 0, byCode: Table.empty() },
    minutes: Table.empty(),
  },
  evolve: (known, event) => evolveOutcomes({ ...known, of: meeting.evolve(known.of, event) }, event),
  decide: {
    RecordDecision: (known, { data: { meeting: code, language, decision } }) => {
      mustBeHeld(known.of, code);
      if (known.decisions.texts.values().includes(decision)) return [];
      return [
        DecisionRecorded(
          { decision: decisionCode(code, known.decisions.given + 1), meeting: code },
          { language, decision },
        ),
      ];
    },
    AgreeActionPoint: (known, { data: { meeting: code, language, title, owner, due } }, { owner: isKnown }) => {
      mustBeHeld(known.of, code);
      if (owner !== null) mustBeKnown(isKnown, owner, 'owner');
      if (
        known.actionPoints.byCode.values().some((one) => one.title === title && one.owner === owner && one.due === due)
      )
        return [];
      return [
        ActionPointAgreed(
          { actionPoint: actionPointCode(code, known.actionPoints.given + 1), meeting: code, owner, due },
          { language, title },
        ),
      ];
    },
    SettleActionPoint: (known, { data }) => {
      const agreed = known.actionPoints.byCode.get(data.actionPoint);
      if (agreed === undefined)
        throw new Refused('ACTION_POINT_UNKNOWN', `No action point has the code ${data.actionPoint}.`, 'actionPoint');
      return agreed.isSettled ? [] : [ActionPointSettled({ actionPoint: data.actionPoint }, noteOf(data))];
    },
    PublishMinutes: (known, { data: { meeting: code, language, address } }) => {
      mustBeHeld(known.of, code);
      return known.minutes.get(language) === address ? [] : [MinutesPublished({ meeting: code, language, address })];
    },
  },
};
