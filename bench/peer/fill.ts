import { readFileSync } from 'node:fs';
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { database } from './database.js';
import { Champion, Commitment, entities, Evidence, Milestone, ProgressReport } from './model.js';

// Fills the service's own tables with the documents of the register's views.
const [from, to] = process.argv.slice(2);
const all = JSON.parse(readFileSync(from, 'utf8'));

const source = await new DataSource(database(to, entities)).initialize();
const insert = async (entity, rows) => {
  for (let start = 0; start < rows.length; start += 500)
    await source.getRepository(entity).insert(rows.slice(start, start + 500));
};
const commitments = all.commitments;
const reports = all.progress_reports;
const ofCommitment = ({ code }) => ({ commitment: { code } });
await insert(
  Champion,
  all.champions.map(({ slug, name }) => ({ slug, name })),
);
await insert(
  Commitment,
  commitments.map(({ code, title, due, claimed, champion }) => ({
    code,
    title,
    due,
    claimed,
    champion: { slug: champion },
  })),
);
await insert(
  Milestone,
  commitments.flatMap((one) =>
    one.milestones.map(({ code, title, due }) => ({ code, title, due, ...ofCommitment(one) })),
  ),
);
await insert(
  ProgressReport,
  reports.map(({ code, firstEntry, claimed, narrative, commitment }) => ({
    code,
    entry: firstEntry,
    claimed,
    narrative,
    ...ofCommitment({ code: commitment }),
  })),
);
await insert(
  Evidence,
  reports.flatMap((report) => report.evidence.map(({ url, title }) => ({ url, title, report: { code: report.code } }))),
);
await source.destroy();
