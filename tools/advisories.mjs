// Asks the registry which known vulnerabilities the packages in production have, and fails for serious ones. A registry that cannot be asked, such as
// a mirror that serves packages alone, is said to be so: then nothing was checked.
import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  timeout: 60_000,
  shell: process.platform === 'win32',
});
const report = (() => {
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
})();
const counts = report.metadata?.vulnerabilities;
if (counts === undefined)
  console.log(
    `NOT CHECKED: this registry publishes no advisories (${report.message?.split(' - ')[0] ?? 'no answer'}).`,
  );
else {
  console.log(
    `Of the packages in production: ${counts.critical} critical, ${counts.high} high, ${counts.moderate} moderate, ${counts.low} low.`,
  );
  for (const { name, severity, range } of Object.values(report.vulnerabilities))
    console.log(`  ${severity}: ${name} ${range}`);
  if (counts.critical + counts.high > 0) process.exit(1);
}
