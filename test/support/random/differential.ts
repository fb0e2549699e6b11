import { GraphQLSchemaHost } from '@nestjs/graphql';
import { execute, getVariableValues, parse, validate, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { pino } from 'pino';
import { toGlobalId } from '../../../src/platform/graphql/global-id.js';
import { Contexts } from '../../../src/platform/graphql/context.js';
import { logError } from '../../../src/platform/graphql/answers/errors.js';
import { Admission } from '../../../src/platform/graphql/admission/admission.js';
import { documentsOver, type ArgumentExamples, type RandomDocument } from './random-documents.js';
import { schema, type TestRegister } from '../register/register.js';
import type fc from 'fast-check';

const idOf = (noun: string, key: string): string => toGlobalId({ noun, key, basis: null });

/** Values for arguments of the register that the story of the commands has filled; some of them are refused where a field is read. */
const examples: ArgumentExamples = {
  first: [1, 2, 5],
  after: ['no cursor'],
  id: [idOf('commitment', 'IDC-KENYA-1-C01'), idOf('champion', 'kenya'), idOf('charter', 'IDC'), 'nothing'],
  slug: ['kenya', 'togo', 'nobody'],
  'actionPlan.code': ['IDC-KENYA-1'],
  'commitment.code': ['IDC-KENYA-1-C01', 'IDC-KENYA-1-C02', 'none'],
  'progressReport.code': ['IDC-KENYA-1-C01-R1'],
  text: ['kenya', 'promise'],
  knownAt: [{ size: 20 }, { size: 3 }],
  effectiveOn: ['2021-06-30', '2026-01-01'],
  newestFirst: [true, false],
  entry: [0, 5, 9999],
};

/** Documents over the schema of the register. */
export const documents: fc.Arbitrary<RandomDocument> = documentsOver(schema, examples);

type Told = Readonly<Record<string, unknown>>;

/** Executes documents as the reference implementation does, over the schema and the data of a running register. */
export class Reference {
  readonly schema: GraphQLSchema;
  private readonly admission: Admission;
  private readonly log = pino({ level: 'silent' });

  constructor(private readonly register: TestRegister) {
    this.schema = register.server.app.get(GraphQLSchemaHost, { strict: false }).schema;
    this.admission = new Admission(
      () => this.schema,
      () => false,
    );
  }

  /** Whether a document and a set of its variables can be executed: both rules of GraphQL and our limits let it through. */
  takes({ query, variableSets }: RandomDocument): boolean {
    const document = parse(query);
    if (validate(this.schema, document).length > 0) return false;
    const operation = document.definitions[0] as OperationDefinitionNode;
    return variableSets.every((variables) => {
      if (getVariableValues(this.schema, operation.variableDefinitions ?? [], variables).errors !== undefined)
        return false;
      try {
        this.admission.admit(document, null, variables);
        return true;
      } catch {
        return false;
      }
    });
  }

  /** The answer, as it must come over HTTP. */
  async answer(query: string, variables: Told): Promise<Told> {
    const context = this.register.server.app
      .get(Contexts, { strict: false })
      .of({ headers: {}, id: 'reference', method: 'POST', ip: '127.0.0.1' });
    const { errors, ...result } = await execute({
      schema: this.schema,
      document: parse(query),
      variableValues: variables,
      contextValue: context,
    });
    const told = {
      ...(errors !== undefined && { errors: errors.map((error) => logError(error, this.log)) }),
      ...result,
    };
    return JSON.parse(JSON.stringify(told)) as Told;
  }
}

/** Asks a document with each of its sets of variables, twice, in turns, with and without the cache; gives what differs from the reference. */
export async function differences(
  register: TestRegister,
  reference: Reference,
  { query, variableSets }: RandomDocument,
): Promise<object[]> {
  const found: object[] = [];
  for (const token of [undefined, register.token]) {
    for (const variables of [...variableSets, ...variableSets]) {
      const { text } = await register.query(query, variables, token);
      const answer = JSON.parse(text) as Told;
      const right = await reference.answer(query, variables);
      if (JSON.stringify(answer) !== JSON.stringify(right)) found.push({ query, variables, answer, right });
    }
  }
  return found;
}
