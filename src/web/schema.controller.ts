import { Controller, Get, Header } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { printSchema } from 'graphql';

/** The schema as text: what can be asked and done, each element described. */
@Controller()
export class SchemaController {
  constructor(private readonly schema: GraphQLSchemaHost) {}

  @Get('schema.graphql')
  @Header('content-type', 'text/plain; charset=utf-8')
  printed(): string {
    return printSchema(this.schema.schema);
  }
}
