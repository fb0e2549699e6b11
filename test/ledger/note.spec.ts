import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkpointText, parseCheckpoint } from '../../src/ledger/checkpoint/checkpoint.js';
import { BadNote, openNote, parseVkey, signerOf, signNote, verifierKey } from '../../src/ledger/checkpoint/note.js';
import { checkProof, parseProof, proofText } from '../../src/ledger/tree/proof.js';
import { Tree } from '../../src/ledger/tree/tree.js';
import { privateKey, testKey } from '../support/event-store/log-keys.js';
import { temporaryFolder } from '../support/temporary.js';

/** The key and the note that the package golang.org/x/mod/sumdb/note publishes as its example, secret half included. */
const published = {
  vkey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  secret: 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  note:
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

const peter = signerOf('PeterNeumann', privateKey(Buffer.from(published.secret, 'base64').subarray(1)));
const ours = testKey('example.org/register', 'a key for tests');
const other = testKey('example.org/witness', 'another key for tests');

describe('a signed note', () => {
  test('is what others publish, byte for byte', () => {
    expect(peter.key.vkey).toBe(published.vkey);
    expect(signNote(published.text, [peter])).toBe(published.note);
    const opened = openNote(published.note, [parseVkey(published.vkey)]);
    expect(opened.text).toBe(published.text);
    expect(opened.signedBy.map(({ vkey }) => vkey)).toEqual([published.vkey]);
  });

  test('holds in the eyes of openssl', () => {
    const folder = temporaryFolder();
    const at = (name: string, content: string | Buffer): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const keys = generateKeyPairSync('ed25519');
    const text = checkpointText({ origin: 'example.org/register', size: 3, root: Buffer.alloc(32, 7) });
    const line =
      signNote(text, [signerOf('example.org/register', keys.privateKey)])
        .trim()
        .split(' ')
        .at(-1) ?? '';
    const pem = at('public.pem', keys.publicKey.export({ format: 'pem', type: 'spki' }));
    const args = [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      pem,
      '-rawin',
      '-sigfile',
      at('signature', Buffer.from(line, 'base64').subarray(4)),
      '-in',
    ];
    expect(execFileSync('openssl', [...args, at('text', text)], { encoding: 'utf8' })).toContain(
      'Signature Verified Successfully',
    );
    expect(() => execFileSync('openssl', [...args, at('bent', text.replace('3', '4'))], { stdio: 'pipe' })).toThrow();
  });

  test('may bear many signatures; those of unknown keys are passed over, and a known key must have signed well', () => {
    const note = signNote('A text\n\nof parts\n', [other, ours]);
    expect(openNote(note, [ours.key])).toEqual({ text: 'A text\n\nof parts\n', signedBy: [ours.key] });
    expect(openNote(note, [ours.key, other.key]).signedBy).toEqual([other.key, ours.key]);
    expect(() => openNote(note, [peter.key])).toThrow(/not signed by any/);
    expect(() => openNote(note, [])).toThrow(BadNote);
    const sameNameOtherKey = testKey('example.org/register', 'a third key for tests');
    expect(() => openNote(note, [sameNameOtherKey.key])).toThrow(/not signed by any/);
    const bent = note.replace('A text', 'A test');
    expect(() => openNote(bent, [ours.key])).toThrow('The signature of example.org/register');
    const halfBent =
      signNote('A text\n\nof parts\n', [ours]) + (bent.split('\n').at(-3) as string).replace(/.{8}$/, 'AAAAAAA=\n');
    expect(openNote(halfBent, [ours.key]).signedBy).toEqual([ours.key]);
    expect(() => openNote(halfBent, [ours.key, other.key])).toThrow('The signature of example.org/witness');
  });

  test.each([
    ['nothing', ''],
    ['text alone', 'A text\n'],
    ['no last line break', published.note.slice(0, -1)],
    ['no signature line', 'A text\n\n'],
    ['a signature line that is none', 'A text\n\n- PeterNeumann x08go/ZJ\n'],
    ['a signature without base64', 'A text\n\n— PeterNeumann x08g!/ZJ\n'],
    ['base64 in another spelling', published.note.replace('JnAM=', 'JnAN=')],
    ['a signature that is too short', 'A text\n\n— PeterNeumann x08goA==\n'],
    ['a control character', published.note.replace('If', '\tIf')],
    ['a carriage return', published.note.replaceAll('\n', '\r\n')],
    ['half a character', published.note.replace('If', '\ud800')],
    ['a flood of signatures', published.note + `${published.note.split('\n').at(-2)}\n`.repeat(100)],
    ['a plus in the name', published.note.replace('PeterNeumann', 'Peter+Neumann')],
  ])('is refused: %s', (_, note) => {
    expect(() => openNote(note, [peter.key])).toThrow(BadNote);
  });

  test('is only made of whole lines and signatures', () => {
    for (const text of ['', 'no end', 'a\tb\n', '\ud800\n']) expect(() => signNote(text, [ours])).toThrow(BadNote);
    expect(() => signNote('A text\n', [])).toThrow(BadNote);
  });
});

describe('a key as it is published', () => {
  test('comes back the same', () => {
    expect(parseVkey(ours.key.vkey).vkey).toBe(ours.key.vkey);
    expect(ours.key.vkey).toBe('example.org/register+cd19d413+AY8VQ6HE6zthZSaFWX7PezL0P9tXNn3hRNmTJPDIqusJ');
  });

  test.each([
    '',
    'PeterNeumann',
    published.vkey.replace('c74f20a3', 'c74f20a4'),
    published.vkey.replace('c74f20a3', 'C74F20A3'),
    published.vkey.replace('+AR', '+Ag'),
    published.vkey.slice(0, -4),
    ` ${published.vkey}`,
    published.vkey.replace('Peter', 'Peter '),
    `${published.vkey}\n`,
  ])('is refused: %j', (vkey) => {
    expect(() => parseVkey(vkey)).toThrow(BadNote);
  });

  test('has a name that can be told apart', () => {
    for (const name of ['', 'a b', 'a+b', 'a\n', '\u00a0'])
      expect(() => verifierKey(name, createPublicKey(privateKey(Buffer.alloc(32))))).toThrow(BadNote);
  });
});

describe('a checkpoint', () => {
  test('is three lines, as in the standard', () => {
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    const read = parseCheckpoint(text);
    expect(read).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 });
    expect(checkpointText(read)).toBe(text);
    expect(parseCheckpoint(`${text}an extension\n`)).toEqual(read);
  });

  const root = Buffer.alloc(32).toString('base64');
  test.each([
    '',
    'a\n',
    `a\n1\n${root}`,
    `\n1\n${root}\n`,
    `a\n01\n${root}\n`,
    `a\n-1\n${root}\n`,
    `a\n1e3\n${root}\n`,
    `a\n9007199254740992\n${root}\n`,
    `a\n\n${root}\n`,
    `a\n1\n${root.slice(4)}\n`,
    `a\n1\n${root.replace('=', '')}\n`,
    'a\n1\n\n',
    `a\n1\n${root}\n\n`,
    `a\n1\n${root}\n\nb\n`,
    `a\n1\n${root.replace('A=', 'B=')}\n`,
  ])('is refused: %j', (text) => {
    expect(() => parseCheckpoint(text)).toThrow(BadNote);
  });
});

describe('a proof file', () => {
  const tree = new Tree();
  for (let entry = 0; entry < 5; entry++) tree.append(`{"entry":${entry}}`);
  const note = signNote(checkpointText({ origin: 'example.org/register', size: 5, root: tree.rootAt(5) }), [ours]);
  const file = proofText({ index: 2, hashes: tree.inclusionProof(2, 5), note });
  const check = (text: string, leaf = '{"entry":2}') => checkProof(text, leaf, 'example.org/register', [ours.key]);

  test('is written like this, for ever', () => {
    expect(file).toBe(`c2sp.org/tlog-proof@v1
index 2
ycS/r7B0IXR9Gi1Ps5L3D9jbGMZMRcGQTlHZAdGYjJA=
OcaLq9QahtlQgT3ey9+h5mzvl1EuAjlHkMbdGx+BZF8=
ezKQNPXSfBr8benrGkZvZ2oOqrgC+bKQsgRp5VIXyDY=

example.org/register
5
oJ0bp7Zy8+JS5S0T2BLwZ3rraoO8AiJY+6xeInY48Qg=

— example.org/register zRnUE44Ta66bQaP18CgZMeLgOIV2kakXDAINh0ta4XDWA8t9598kZLOD9PDmSPgbp4nnU+2LuVTLpF9CnKa6SA9jJAc=
`);
    expect(parseProof(file)).toEqual({ index: 2, hashes: tree.inclusionProof(2, 5), note });
    expect(check(file)).toEqual({ origin: 'example.org/register', size: 5, root: tree.rootAt(5) });
  });

  test('of the only entry has no path', () => {
    const one = new Tree();
    one.append('{"entry":0}');
    const only = proofText({
      index: 0,
      hashes: [],
      note: signNote(checkpointText({ origin: 'example.org/register', size: 1, root: one.rootAt(1) }), [ours]),
    });
    expect(check(only, '{"entry":0}').size).toBe(1);
  });

  test('may carry something extra, which proves nothing', () => {
    expect(check(file.replace('\n', '\nextra YWJj\n')).size).toBe(5);
  });

  test('proves nothing of another leaf, entry, log or key', () => {
    expect(() => check(file, '{"entry":3}')).toThrow(/does not lead/);
    expect(() => check(file.replace('index 2', 'index 3'))).toThrow(/does not lead/);
    expect(() => checkProof(file, '{"entry":2}', 'example.org/another', [ours.key])).toThrow(
      /belongs to the log example.org\/register/,
    );
    expect(() => checkProof(file, '{"entry":2}', 'example.org/register', [other.key])).toThrow(/not signed by any/);
    expect(() => check(file.replace('\n5\n', '\n6\n'))).toThrow(/is invalid/);
  });

  test.each([
    ['nothing', ''],
    ['another version', file.replace('@v1', '@v2')],
    ['no index', file.replace('index 2\n', '')],
    ['an index with leading zeroes', file.replace('index 2', 'index 02')],
    ['an index that is no number', file.replace('index 2', 'index two')],
    ['a line that is no hash', file.replace(/(index 2\n)/, '$1AAAA\n')],
    ['no checkpoint', file.slice(0, file.indexOf('\n\n') + 2)],
  ])('is refused: %s', (_, text) => {
    expect(() => check(text)).toThrow(BadNote);
  });
});
