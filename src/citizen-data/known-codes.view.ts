import { listStream } from '../kernel/code-list.js';
import { codesOfNumbers, codesOfRecords, type CodeLists } from '../platform/read-model/code-list.js';
import { cardStream, courseStream, exampleStream, guidelineStream, methodStream } from './names.js';

/** The lists of codes that arguments of this context name with `@known`. */
export const citizenDataCodes: CodeLists = {
  codeLists: codesOfRecords('the slug of a list of codes', 'code_lists', listStream),
  examples: codesOfRecords('the slug of an example', 'examples', exampleStream),
  cards: codesOfRecords('the slug of a card', 'cards', cardStream),
  courses: codesOfRecords('the slug of a course', 'courses', courseStream),
  methods: codesOfRecords('the slug of a method', 'methods', methodStream),
  guidelines: codesOfRecords('the slug of a guideline', 'guidelines', guidelineStream),
  participationSteps: codesOfNumbers('a step of the participation ladder', 5),
};
