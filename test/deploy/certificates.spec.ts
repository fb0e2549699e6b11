import { X509Certificate } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary.js';
import { makeCertificates } from './making.js';

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
  makeCertificates(folder, 'kurrentdb-1,10.0.0.7', 'kurrentdb-2');
});

const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const certificate = (file: string): X509Certificate => new X509Certificate(read(file));

test('a node is known by all its names, is server and client to other nodes under the one name that KurrentDB expects, and comes from the authority', () => {
  const [authority, node] = [certificate('ca/ca.crt'), certificate('kurrentdb-1/node.crt')];
  expect(node.subject).toBe('CN=eventstoredb-node');
  expect(certificate('kurrentdb-2/node.crt').subject).toBe(node.subject);
  expect(node.subjectAltName?.split(', ').sort()).toEqual([
    'DNS:kurrentdb-1',
    'DNS:localhost',
    'IP Address:10.0.0.7',
    'IP Address:127.0.0.1',
  ]);
  const [server, client] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'];
  expect(node.keyUsage).toEqual([server, client]);
  expect({ ofAuthority: node.verify(authority.publicKey), authority: authority.ca, node: node.ca }).toEqual({
    ofAuthority: true,
    authority: true,
    node: false,
  });
});

test('the folder is open to its owner alone; within, only the key of the authority is', () => {
  const mode = (file: string): string => (statSync(join(folder, file)).mode & 0o777).toString(8);
  expect(['.', 'ca.key', 'kurrentdb-1/node.key', 'password'].map(mode)).toEqual(['700', '600', '644', '644']);
});

test('each connection string names its account, with a password that no other has, and what it leads to', () => {
  const password = read('password').trim();
  expect(password).toMatch(/^[0-9a-f]{48}$/);
  const ofRegister = read('event-store-password').trim();
  expect(ofRegister).toMatch(/^[0-9a-f]{48}$/);
  expect(ofRegister).not.toBe(password);
  const nodes = 'kurrentdb-1:2113,kurrentdb-2:2113?tlsCAFile=/run/secrets/authority';
  expect(read('event-store').trim()).toBe(`kurrentdb://register:${ofRegister}@${nodes}`);
  expect(read('event-store-administrator').trim()).toBe(`kurrentdb://admin:${password}@${nodes}`);
  const ofDesk = read('identity-password').trim();
  expect(ofDesk).toMatch(/^[0-9a-f]{48}$/);
  expect(ofDesk).not.toBe(password);
  expect(read('identity').trim()).toBe(
    `postgres://register:${ofDesk}@identity/identity?sslmode=verify-full&sslrootcert=/run/secrets/authority`,
  );
});

test('nothing is overwritten: what is missing is made, and what does not fit together is refused', () => {
  const kept = temporaryFolder();
  cpSync(folder, kept, { recursive: true });
  const files = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(kept, { recursive: true, encoding: 'utf8' })
        .filter((file) => statSync(join(kept, file)).isFile())
        .map((file) => [file, readFileSync(join(kept, file), 'utf8')]),
    );
  const before = files();
  expect(makeCertificates(kept, 'kurrentdb-2', 'kurrentdb-3')).toMatch(/kept .*kurrentdb-2\nmade .*kurrentdb-3\n/);
  expect(files()).toMatchObject(before);
  renameSync(join(kept, 'ca'), join(kept, 'ca.old'));
  expect(() => makeCertificates(kept, 'kurrentdb-1')).toThrow(/put that back, or move the key away/);
  renameSync(join(kept, 'ca.key'), join(kept, 'ca.key.old'));
  expect(() => makeCertificates(kept, 'kurrentdb-1')).toThrow(/kurrentdb-1\/node\.crt does not come from/);
});
