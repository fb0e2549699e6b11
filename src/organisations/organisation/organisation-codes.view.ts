import { codesOfRecords, type CodeLists } from '../../platform/read-model/code-list.js';
import { organisationStream } from './organisation.js';

/** The list of codes that arguments name with `@known`. */
export const organisationCodes: CodeLists = {
  organisations: codesOfRecords('the slug of an organisation', 'organisations', organisationStream, { named: true }),
};
