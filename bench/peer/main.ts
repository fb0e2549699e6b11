import 'reflect-metadata';
import { ApolloDriver } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Args, GraphQLModule, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { database } from './database.js';
import { Commitment, CommitmentConnection, entities, MilestoneConnection, ProgressReportConnection } from './model.js';

/** The list as the handbook of the framework has it: the ORM loads what belongs to it, one resolver a type gives it out. */
@Resolver(() => Commitment)
class CommitmentsResolver {
  constructor(@InjectRepository(Commitment) private readonly commitments: Repository<Commitment>) {}

  @Query(() => CommitmentConnection, { name: 'commitments' })
  async list(@Args('first', { type: () => Int, defaultValue: 20 }) first: number): Promise<CommitmentConnection> {
    const relations = { champion: true, milestones: true, progressReports: { evidence: true } };
    return { nodes: await this.commitments.find({ take: first, order: { code: 'ASC' }, relations }) };
  }

  @ResolveField(() => MilestoneConnection)
  milestones(
    @Parent() commitment: Commitment,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
  ): MilestoneConnection {
    return { nodes: commitment.milestones.toSorted((a, b) => (a.code < b.code ? -1 : 1)).slice(0, first) };
  }

  @ResolveField(() => ProgressReportConnection)
  progressReports(
    @Parent() commitment: Commitment,
    @Args('first', { type: () => Int, defaultValue: 20 }) first: number,
  ): ProgressReportConnection {
    return { nodes: commitment.progressReports.toSorted((a, b) => b.entry - a.entry).slice(0, first) };
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot(database(process.argv[2], entities)),
    TypeOrmModule.forFeature(entities),
    GraphQLModule.forRoot({ driver: ApolloDriver, autoSchemaFile: true, graphiql: false }),
  ],
  providers: [CommitmentsResolver],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
await app.listen(process.env.PORT, '127.0.0.1');
