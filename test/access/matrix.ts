/** The roles of the matrix, in the order of its columns. */
export const roles = [
  'public',
  'reporter',
  'approver',
  'administrator',
  'secretariat',
  'assessor',
  'auditor',
  'operator',
] as const;

/**
 * Who may issue which command: for each role three cells, whether on the own champion (`o`), on another one (`x`), and on what belongs to none
 * (`n`). `-` is refused; `.` stands where there is no such command: what is about the charter is about no champion, and some are always about one.
 * `=` is refused because the champion has an approver of its own.
 * For roles that are held for the whole register every champion is another one, and the first cell is asked of a champion as well.
 */
export const commandMatrix: Readonly<Record<string, string>> = {
  //                    pub rep app adm sec ass aud ope
  grantRole: '--- --- --- o-- --n --- --- ---',
  acceptRole: '..- ..n ..n ..n ..n ..n ..n ..-',
  proposeRoleWithdrawal: '..- ..- ..- ..- ..n ..- ..- ..n',
  confirmRoleWithdrawal: '..- ..- ..- ..- ..n ..- ..- ..n',
  confirmPreparation: '--- o-- o-- o-- oxn --- --- ---',
  proposeRole: '..- ..- ..- ..- ..n ..- ..- ..n',
  confirmRole: '..- ..- ..- ..- ..n ..- ..- ..n',
  withdrawRole: '--- --- --- o-- oxn --- --- oxn',
  announceActionPlan: '--- o-- o-- --- oxn --- --- oxn',
  publishActionPlan: '--- --- o-- --- ==n --- --- oxn',
  amendActionPlan: '--- --- o-- --- --n --- --- oxn',
  supersedeActionPlan: '--- --- o-- --- --n --- --- oxn',
  concludeActionPlan: '--- --- o-- --- --n --- --- oxn',
  joinCharter: '--. --. --. --. ox. --. --. ox.',
  renameChampion: '--. --. --. o-. ox. --. --. ox.',
  nameInstitutions: '--. --. --. o-. ox. --. --. ox.',
  mergeChampion: '--. --. --. --. ox. --. --. ox.',
  succeedChampion: '--. --. --. --. ox. --. --. ox.',
  ceaseChampion: '--. --. --. --. ox. --. --. ox.',
  withdrawChampion: '--. --. o-. --. ==. --. --. ox.',
  launchCharter: '..- ..- ..- ..- ..n ..- ..- ..n',
  wordPrinciple: '..- ..- ..- ..- ..n ..- ..- ..n',
  stateChampionCount: '..- ..- ..- ..- ..n ..- ..- ..n',
  recordStatement: '--- --- --- --- oxn --- --- oxn',
  makeCommitment: '--- --- o-- --- ==n --- --- oxn',
  amendCommitment: '--- --- o-- --- ==n --- --- oxn',
  reviseDueDate: '--- --- o-- --- ==n --- --- oxn',
  suspendCommitment: '--- --- o-- --- --n --- --- oxn',
  resumeCommitment: '--- --- o-- --- --n --- --- oxn',
  withdrawCommitment: '--- --- o-- --- ==n --- --- oxn',
  supersedeCommitment: '--- --- o-- --- --n --- --- oxn',
  carryOverCommitment: '--- --- o-- --- --n --- --- oxn',
  concludeCommitment: '--- --- o-- --- --n --- --- oxn',
  correctEntry: '--- --- o-- --- oxn --- --- oxn',
  retractEntry: '--- --- --- --- oxn --- --- oxn',
  proposeRedaction: '--- --- o-- o-- oxn --- --- ---',
  confirmRedaction: '--- --- --- --- oxn --- --- ---',
  defineIndicator: '--- --- o-- --- --n --- --- oxn',
  reviseIndicator: '--- --- o-- --- --n --- --- oxn',
  measureIndicator: '--- o-- o-- --- --n --- --- oxn',
  addMilestone: '--- --- o-- --- --n --- --- oxn',
  rescheduleMilestone: '--- --- o-- --- --n --- --- oxn',
  reachMilestone: '--- --- o-- --- --n --- --- oxn',
  dropMilestone: '--- --- o-- --- --n --- --- oxn',
  registerOrganisation: '--. --. --. --. ox. --. --. ox.',
  renameOrganisation: '--. --. --. o-. ox. --. --. ox.',
  classifyOrganisation: '--. --. --. --. ox. --. --. ox.',
  placeOrganisation: '--. --. --. --. ox. --. --. ox.',
  mergeOrganisation: '--. --. --. --. ox. --. --. ox.',
  succeedOrganisation: '--. --. --. --. ox. --. --. ox.',
  ceaseOrganisation: '--. --. --. --. ox. --. --. ox.',
  assumeOrganisationRole: '--. --. --. --. ox. --. --. ox.',
  endOrganisationRole: '--. --. --. --. ox. --. --. ox.',
  submitProgressReport: '--- --- o-- --- ==n --- --- oxn',
  formTaskTeam: '..- ..- ..- ..- ..n ..- ..- ..n',
  amendTaskTeam: '..- ..- ..- ..- ..n ..- ..- ..n',
  joinTaskTeam: '--. --. --. --. ox. --. --. ox.',
  leaveTaskTeam: '--. --. --. --. ox. --. --. ox.',
  dissolveTaskTeam: '..- ..- ..- ..- ..n ..- ..- ..n',
  planOutput: '..- ..- ..- ..- ..n ..- ..- ..n',
  reportOutputProgress: '..- ..- ..- ..- ..n ..- ..- ..n',
  startMeetingSeries: '..- ..- ..- ..- ..n ..- ..- ..n',
  changeCadence: '..- ..- ..- ..- ..n ..- ..- ..n',
  endMeetingSeries: '..- ..- ..- ..- ..n ..- ..- ..n',
  scheduleMeeting: '..- ..- ..- ..- ..n ..- ..- ..n',
  rescheduleMeeting: '..- ..- ..- ..- ..n ..- ..- ..n',
  circulateAgenda: '..- ..- ..- ..- ..n ..- ..- ..n',
  holdMeeting: '..- ..- ..- ..- ..n ..- ..- ..n',
  cancelMeeting: '..- ..- ..- ..- ..n ..- ..- ..n',
  recordDecision: '..- ..- ..- ..- ..n ..- ..- ..n',
  agreeActionPoint: '..- ..- ..- ..- ..n ..- ..- ..n',
  settleActionPoint: '..- ..- ..- ..- ..n ..- ..- ..n',
  publishMinutes: '..- ..- ..- ..- ..n ..- ..- ..n',
  publishListVersion: '..- ..- ..- ..- ..n ..- ..- ..n',
  withdrawListVersion: '..- ..- ..- ..- ..n ..- ..- ..n',
  submitExample: '..- ..- ..- ..- ..n ..- ..- ..n',
  updateExample: '..- ..- ..- ..- ..n ..- ..- ..n',
  reviewExample: '..- ..- ..- ..- ..n ..- ..- ..n',
  publishExample: '..- ..- ..- ..- ..n ..- ..- ..n',
  categoriseExample: '..- ..- ..- ..- ..n ..- ..- ..n',
  judgeExample: '..- ..- ..- ..- ..n ..- ..- ..n',
  retireExample: '..- ..- ..- ..- ..n ..- ..- ..n',
};

/** What everybody may read, whoever they are, with a document for each root field that asks for it. */
export const readMatrix: Readonly<Record<string, string>> = {
  me: '{ me { id } }',
  draft: '{ draft(id: "none") { id } }',
  drafts: '{ drafts { id } }',
  limits: '{ limits { __typename } }',
  basis: '{ basis { size knownAt effectiveOn rootHash } }',
  at: '{ at(knownAt: { size: 3 }) { champions { totalCount nodes { name } } } }',
  node: '{ node(id: "Y2hhcnRlcjpJREM") { id } }',
  nodes: '{ nodes(ids: ["Y2hhcnRlcjpJREM"]) { id } }',
  history: '{ history(first: 100) { totalCount nodes { words record { actor role onBehalfOf facts text } } } }',
  organisation: '{ organisation(slug: "knbs") { name roles { role isHeld } } }',
  organisations: '{ organisations { totalCount nodes { slug } } }',
  charter: '{ charter { host } }',
  champion: '{ champion(slug: "kenya") { name actionPlans { totalCount } } }',
  champions: '{ champions { totalCount nodes { slug } } }',
  actionPlan: '{ actionPlan(code: "IDC-KENYA-1") { status } }',
  actionPlans: '{ actionPlans { totalCount nodes { code } } }',
  commitment: '{ commitment(code: "IDC-KENYA-1-C01") { lifecycle } }',
  commitments: '{ commitments { totalCount nodes { code } } }',
  progressReport: '{ progressReport(code: "IDC-KENYA-1-C01-R1") { code } }',
  progressReports: '{ progressReports { totalCount nodes { code } } }',
  taskTeam: '{ taskTeam(slug: "citizen-data") { name } }',
  taskTeams: '{ taskTeams { totalCount nodes { slug } } }',
  meetingSeries: '{ meetingSeries(slug: "lnob") { name isOverdue } }',
  allMeetingSeries: '{ allMeetingSeries { totalCount nodes { slug } } }',
  meeting: '{ meeting(code: "MT-LNOB-1") { status } }',
  meetings: '{ meetings { totalCount nodes { code } } }',
  codeList: '{ codeList(slug: "citizen-data-taxonomy") { purpose } }',
  codeLists: '{ codeLists { totalCount nodes { slug } } }',
  example: '{ example(slug: "ghana-marine-litter") { status } }',
  examples: '{ examples { totalCount nodes { slug } } }',
  exampleCounts: '{ exampleCounts(by: KIND) { base } }',
  statusCounts: '{ statusCounts(groupBy: ALL) { base } }',
  coverage: '{ coverage { __typename } }',
  search: '{ search(text: "ask") { totalCount } }',
  changes: '{ changes(from: { effectiveOn: "2020-01-01" }) { changes { totalCount } } }',
  grants: '{ grants { totalCount nodes { role organisation { slug } since until } } }',
  checkpoint: '{ checkpoint { origin } }',
  inclusionProof: '{ inclusionProof(entry: 0, size: 3) { hashes } }',
  consistencyProof: '{ consistencyProof(from: 2, to: 3) { hashes } }',
  logKeys: '{ logKeys { vkey } }',
  integrity: '{ integrity { state } }',
};

/** What can be listened to: by everybody. */
export const listenMatrix: Readonly<Record<string, string>> = {
  logAppended: 'subscription { logAppended(afterEntry: -1) { entry type role } }',
};

/** Who may do what with people the identity database knows: with somebody of the own champion (`o`), of another one (`x`), of none (`n`). */
export const peopleMatrix: Readonly<Record<string, string>> = {
  //               pub rep app adm sec ass aud ope
  invitePerson: '--- --- --- o-- --n --- --- ---',
  erasePerson: '--- --- --- --- oxn --- --- oxn',
  setPersonActive: '--- --- --- --- oxn --- --- oxn',
};

/**
 * Who may do what with a draft: whoever has written it, then each role with one that somebody else has written, for the own champion (`o`), for another
 * one (`x`), for none (`n`). `changeDraft` is to save one that is there.
 */
export const draftMatrix: Readonly<Record<string, string>> = {
  //           aut pub rep app adm sec ass aud ope
  saveDraft: 'oxn --- o-n o-n --n --n --n --n ---',
  draft: 'oxn --- o-- o-- o-- --- --- ox- ---',
  drafts: 'oxn --- o-- o-- o-- --- --- ox- ---',
  changeDraft: 'oxn --- --- --- --- --- --- --- ---',
  deleteDraft: 'oxn --- --- --- --- --- --- --- ---',
};

/** What is given out beside GraphQL and the pages of the identity database: to everybody, or to the operator alone. */
export const exportMatrix: Readonly<Record<string, { readonly path: string; readonly who: 'everybody' | 'operator' }>> =
  {
    'GET /': { path: '/', who: 'everybody' },
    'GET /:language(^(?:en|fr|es|ar)$)': { path: '/en', who: 'everybody' },
    'GET /:language(^(?:en|fr|es|ar)$)/*': { path: '/ar/commitments', who: 'everybody' },
    'GET /at/:size(^[0-9]{1,15}$)/:language(^(?:en|fr|es|ar)$)': { path: '/at/1/en', who: 'everybody' },
    'GET /at/:size(^[0-9]{1,15}$)/:language(^(?:en|fr|es|ar)$)/*': {
      path: '/at/1/en/commitments.csv',
      who: 'everybody',
    },
    'GET /assets/:name': { path: '/assets/site.css', who: 'everybody' },
    'GET /schema.graphql': { path: '/schema.graphql', who: 'everybody' },
    'GET /.well-known/security.txt': { path: '/.well-known/security.txt', who: 'everybody' },
    'GET /health/live': { path: '/health/live', who: 'everybody' },
    'GET /health/ready': { path: '/health/ready', who: 'everybody' },
    'GET /health/scavenges': { path: '/health/scavenges', who: 'everybody' },
    'GET /metrics': { path: '/metrics', who: 'everybody' },
    'GET /log/checkpoint': { path: '/log/checkpoint', who: 'everybody' },
    'GET /log/checkpoints/:size': { path: '/log/checkpoints/0', who: 'everybody' },
    'GET /log/tile/*': { path: '/log/tile/entries/000.p/1', who: 'everybody' },
    'GET /log/keys': { path: '/log/keys', who: 'everybody' },
    'GET /log/receipts/:entry': { path: '/log/receipts/0', who: 'everybody' },
    'POST /health/integrity': { path: '/health/integrity', who: 'operator' },
  };
