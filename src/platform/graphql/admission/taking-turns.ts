import { isObjectType, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '../context.js';

/** Has the fields at the root of a query, and below `at`, answered one after another: the requests of others go on in between. */
export function takingTurns(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getType('RegisterAt')]) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (resolve === undefined) continue;
      field.resolve = (source, args, context: RequestContext, info) =>
        context.inTurn(() => resolve(source, args, context, info));
    }
  }
  return schema;
}
