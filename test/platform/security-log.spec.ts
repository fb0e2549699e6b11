import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { maskedEmail, SecurityLog } from '../../src/platform/security-log.js';
import { TestClock } from '../support/time/clock.js';
import { temporaryFolder } from '../support/temporary.js';
import { naughtyStrings } from '../support/random/random-inputs.js';

test('The security log has one line of JSON for each event, whatever stands in the values', () => {
  const folder = join(temporaryFolder(), 'security');
  const lines: string[] = [];
  const log = new SecurityLog(folder, new TestClock().read, (line) => lines.push(line));
  const values = [
    ...naughtyStrings,
    'a\nb',
    '\r\n{"event":"sys_startup"}',
    'a\u2028b\u2029c',
    '\u202egnp.exe',
    '\u001b[2Jcleared',
    'a\u0085b',
    '\ud800',
  ];
  for (const value of values) log.record('user_updated', 'tried', { actor: 'person-1', value });
  const written = readFileSync(join(folder, '2026-03-01.log'), 'utf8');
  expect(written).toBe(lines.join(''));
  expect(written.trimEnd().split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(values.length);
  // eslint-disable-next-line no-control-regex -- these are what must not be there
  expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
  const read = written
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { value: string });
  expect(read.map(({ value }) => value)).toEqual(values);
  expect(read[0]).toEqual({
    datetime: '2026-03-01T12:00:00.000Z',
    appid: expect.stringMatching(/^idc\//),
    event: 'user_updated:person-1',
    level: 'INFO',
    description: 'tried',
    value: values[0],
  });
  expect([statSync(folder).mode & 0o777, statSync(join(folder, '2026-03-01.log')).mode & 0o777]).toEqual([
    0o700, 0o600,
  ]);
});

test('The security log has a file for each day, and keeps 90 days', () => {
  const folder = temporaryFolder();
  const clock = new TestClock();
  const log = new SecurityLog(folder, clock.read);
  writeFileSync(join(folder, 'notes.txt'), '');
  for (let days = 0; days <= 91; days += 1) {
    log.record('session_created', 'a session was started');
    clock.turn({ days: 1 });
  }
  const files = readdirSync(folder).sort();
  expect([files.length, files[0], files.at(-2), files.at(-1)]).toEqual([
    92,
    '2026-03-02.log',
    '2026-05-31.log',
    'notes.txt',
  ]);
});

test('The security log tells a hundred lines alike from one network in a minute, and then how many more there were', () => {
  const clock = new TestClock();
  const lines: string[] = [];
  const log = new SecurityLog(null, clock.read, (line) => lines.push(line));
  for (let times = 0; times < 250; times += 1)
    log.record('authn_login_fail', 'wrong', { sourceIp: `2001:db8::${times.toString(16)}` });
  log.record('authn_login_fail', 'wrong', { sourceIp: '192.0.2.1' });
  log.record('malicious_csrf', 'refused', { sourceIp: '2001:db8::1' });
  for (let times = 0; times < 250; times += 1) log.record('authz_change', 'of nobody’s network', { actor: 'person-1' });
  expect(lines).toHaveLength(100 + 2 + 250);
  clock.turn({ minutes: 1 });
  log.record('authn_login_fail', 'wrong', { sourceIp: '2001:db8::1' });
  expect(lines).toHaveLength(100 + 2 + 250 + 2);
  for (let times = 0; times < 100; times += 1) log.record('authn_login_fail', 'wrong', { sourceIp: '2001:db8::1' });
  for (let times = 0; times < 2; times += 1) log.settle();
  expect(lines).toHaveLength(100 + 2 + 250 + 2 + 99 + 1);
  expect(JSON.parse(lines[100 + 2 + 250] ?? '')).toMatchObject({
    event: 'authn_login_fail',
    description: '150 more of these within a minute were not recorded one by one',
    network: '2001:db8:0:0::/64',
  });
});

test.each([
  ['nobody@example.org', 'n…@e….org'],
  ['n@sub.example.co.ke', 'n@s….e….c….ke'],
  ['not an address', 'n…@'],
])('The address %s is told as %s', (address, told) => expect(maskedEmail(address)).toBe(told));

test('The security log tells a hundred refusals of one caller in a minute and how many more there were, and every change', () => {
  const lines: string[] = [];
  let now = Date.parse('2026-03-01T12:00:00Z');
  const log = new SecurityLog(
    null,
    () => now,
    (line) => lines.push(line),
  );
  for (let times = 0; times < 250; times += 1) {
    log.record('authz_fail', 'refused', { actor: 'person-1', sourceIp: `192.0.2.${times}` });
    log.record('user_updated', 'changed', { actor: 'person-1' });
  }
  log.record('authz_fail', 'refused', { actor: 'person-2' });
  expect(lines.filter((line) => line.includes('authz_fail:person-1'))).toHaveLength(100);
  expect(lines.filter((line) => line.includes('user_updated'))).toHaveLength(250);
  expect(lines.filter((line) => line.includes('person-2'))).toHaveLength(1);
  now += 60_000;
  log.settle();
  expect(lines.at(-1)).toContain('150 more of these within a minute');
});
