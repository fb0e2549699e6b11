import { test } from '@jest/globals';
import {
  experience,
  ExperienceReplied,
  ExperienceWithdrawn,
  ReplyToExperience,
  TellExperience,
  WithdrawExperience,
} from '../../src/citizen-data/experience/experience.js';
import { experienceTold, submitted } from '../support/cqrs/citizen-data-examples.js';
import { joined } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const code = 'XP-KENYA-1';
const input = {
  organisation: 'kenya',
  number: 1,
  sector: 'government',
  role: 'user',
  title: 'Told',
  advice: 'Ask early.',
} as const;

test('an organisation of the register tells what it has learnt, under a code of its own', () => {
  given(experience).beside('champion-kenya', joined()).when(commandOf(TellExperience, input)).then(experienceTold());
  given(experience, experienceTold()).when(commandOf(TellExperience, input)).thenNothing();
  given(experience).when(commandOf(TellExperience, input)).thenRefused('ORGANISATION_UNKNOWN', 'organisation');
  given(experience, experienceTold())
    .when(commandOf(TellExperience, { ...input, advice: 'Ask late.' }))
    .thenRefused('EXPERIENCE_CODE_TAKEN', 'number');
  given(experience)
    .beside('champion-kenya', joined())
    .when(commandOf(TellExperience, { ...input, advice: null }))
    .thenRefused('EXPERIENCE_EMPTY', 'worked');
});

test('the example that it is about has to be there', () => {
  const about = { ...input, example: 'uwezo' };
  given(experience)
    .beside('champion-kenya', joined())
    .when(commandOf(TellExperience, about))
    .thenRefused('EXAMPLE_UNKNOWN', 'example');
  given(experience)
    .beside('champion-kenya', joined())
    .beside('example-uwezo', submitted())
    .when(commandOf(TellExperience, about))
    .then(experienceTold(code, { example: 'uwezo' }));
});

test('others reply, until it is withdrawn', () => {
  const reply = { experience: code, organisation: 'togo', sector: 'academia', reply: 'So did we.' } as const;
  const { reply: text, ...facts } = reply;
  const replied = ExperienceReplied(facts, { language: 'en', reply: text });
  const withdraw = commandOf(WithdrawExperience, { experience: code });
  const withdrawn = ExperienceWithdrawn({ experience: code });
  given(experience, experienceTold())
    .beside('champion-togo', joined('togo'))
    .when(commandOf(ReplyToExperience, reply))
    .then(replied);
  given(experience, experienceTold(), replied)
    .beside('champion-togo', joined('togo'))
    .when(commandOf(ReplyToExperience, reply))
    .thenNothing();
  given(experience, experienceTold())
    .when(commandOf(ReplyToExperience, reply))
    .thenRefused('ORGANISATION_UNKNOWN', 'organisation');
  given(experience).when(withdraw).thenRefused('EXPERIENCE_UNKNOWN', 'experience');
  given(experience, experienceTold()).when(withdraw).then(withdrawn);
  given(experience, experienceTold(), withdrawn).when(withdraw).thenNothing();
  given(experience, experienceTold(), withdrawn)
    .beside('champion-togo', joined('togo'))
    .when(commandOf(ReplyToExperience, reply))
    .thenRefused('EXPERIENCE_WITHDRAWN', 'experience');
});

everyRuleIsTested(experience);
