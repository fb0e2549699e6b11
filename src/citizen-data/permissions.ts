import { bySecretariat, row, type Permissions } from '../kernel/permission.js';

const own = ['own'] as const;

/** Who may issue the commands on citizen data: the secretariat keeps the record, and organisations tell their own experiences. */
export const citizenDataPermissions: Permissions = {
  PublishListVersion: row('ListVersionPublished', bySecretariat),
  WithdrawListVersion: row('ListVersionWithdrawn', bySecretariat),

  SubmitExample: row('ExampleSubmitted', bySecretariat),
  UpdateExample: row('ExampleUpdated', bySecretariat),
  ReviewExample: row('ExampleReviewed', bySecretariat),
  PublishExample: row('ExamplePublished', bySecretariat),
  CategoriseExample: row('ExampleCategorised', bySecretariat),
  JudgeExample: row('ExampleJudged', bySecretariat),
  RetireExample: row('ExampleRetired', bySecretariat),

  TellExperience: row('ExperienceTold', { reporter: own, approver: own, ...bySecretariat }),
  ReplyToExperience: row('ExperienceReplied', bySecretariat),
  WithdrawExperience: row('ExperienceWithdrawn', bySecretariat),

  DraftGuideline: row('GuidelineDrafted', bySecretariat),
  ReviseGuideline: row('GuidelineRevised', bySecretariat),
  OpenForComment: row('GuidelineOpenedForComment', bySecretariat),
  CommentOnGuideline: row('GuidelineCommented', bySecretariat),
  AnswerComment: row('CommentAnswered', bySecretariat),
  EndorseGuideline: row('GuidelineEndorsed', bySecretariat),
  AdoptRecommendation: row('RecommendationAdopted', bySecretariat),

  AssessQuality: row('QualityAssessed', bySecretariat),
  OfferUse: row('UseOffered', bySecretariat),
  ValidateUse: row('UseValidated', bySecretariat),
  UseData: row('DataUsed', bySecretariat),
  StopUse: row('UseStopped', bySecretariat),

  StateReadiness: row('ReadinessStated', bySecretariat),
  DescribeMethod: row('MethodDescribed', bySecretariat),
  WithdrawMethod: row('MethodWithdrawn', bySecretariat),

  DraftCard: row('CardDrafted', bySecretariat),
  WordCard: row('CardWorded', bySecretariat),
  PublishCard: row('CardPublished', bySecretariat),
  ReviseCard: row('CardRevised', bySecretariat),
  RetireCard: row('CardRetired', bySecretariat),
  ListCourse: row('CourseListed', bySecretariat),
  CheckCourse: row('CourseChecked', bySecretariat),
  RemoveCourse: row('CourseRemoved', bySecretariat),
};
