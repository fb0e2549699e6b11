import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, Index, ManyToOne, OneToMany, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

export enum Claimed {
  NOT_STARTED = 'not_started',
  LIMITED = 'limited',
  SUBSTANTIAL = 'substantial',
  COMPLETE = 'complete',
}
registerEnumType(Claimed, { name: 'Claimed' });

@ObjectType()
export class LocalText {
  @Field()
  @Column('text')
  text: string;

  @Field()
  @Column('text')
  language: string;
}

@ObjectType()
@Entity()
export class Champion {
  @Field(() => ID)
  @PrimaryColumn('text')
  slug: string;

  @Field()
  @Column('text')
  name: string;
}

@ObjectType()
@Entity()
export class Milestone {
  @Field(() => ID)
  @PrimaryColumn('text')
  code: string;

  @Field(() => LocalText)
  @Column(() => LocalText)
  title: LocalText;

  @Field(() => String, { nullable: true })
  @Column('text', { nullable: true })
  due: string | null;

  @Index()
  @ManyToOne(() => Commitment, (commitment) => commitment.milestones)
  commitment: unknown;
}

@ObjectType()
@Entity()
export class Evidence {
  @PrimaryGeneratedColumn()
  id: number;

  @Field()
  @Column('text')
  url: string;

  @Field(() => String, { nullable: true })
  @Column('text', { nullable: true })
  title: string | null;

  @Index()
  @ManyToOne(() => ProgressReport, (report) => report.evidence)
  report: unknown;
}

@ObjectType()
@Entity()
export class ProgressReport {
  @Field(() => ID)
  @PrimaryColumn('text')
  code: string;

  @Column('integer')
  entry: number;

  @Field(() => Claimed, { nullable: true })
  @Column('text', { nullable: true })
  claimed: Claimed | null;

  @Field(() => LocalText)
  @Column(() => LocalText)
  narrative: LocalText;

  @Field(() => [Evidence])
  @OneToMany(() => Evidence, (evidence) => evidence.report)
  evidence: Evidence[];

  @Index()
  @ManyToOne(() => Commitment, (commitment) => commitment.progressReports)
  commitment: unknown;
}

@ObjectType()
@Entity()
export class Commitment {
  @Field(() => ID)
  @PrimaryColumn('text')
  code: string;

  @Field(() => LocalText)
  @Column(() => LocalText)
  title: LocalText;

  @Field(() => String, { nullable: true })
  @Column('text', { nullable: true })
  due: string | null;

  @Field(() => Claimed, { nullable: true })
  @Column('text', { nullable: true })
  claimed: Claimed | null;

  @Field(() => Champion)
  @Index()
  @ManyToOne(() => Champion)
  champion: Champion;

  @OneToMany(() => Milestone, (milestone) => milestone.commitment)
  milestones: Milestone[];

  @OneToMany(() => ProgressReport, (report) => report.commitment)
  progressReports: ProgressReport[];
}

@ObjectType()
export class MilestoneConnection {
  @Field(() => [Milestone])
  nodes: Milestone[];
}

@ObjectType()
export class ProgressReportConnection {
  @Field(() => [ProgressReport])
  nodes: ProgressReport[];
}

@ObjectType()
export class CommitmentConnection {
  @Field(() => [Commitment])
  nodes: Commitment[];
}

export const entities = [Champion, Milestone, Evidence, ProgressReport, Commitment];
