import { createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';

/** Text that is no signed note or no key of one, or whose signatures do not hold. */
export class BadNote extends Error {
  override readonly name = 'BadNote';
}

/** A key by which signatures are checked. */
export interface VerifierKey {
  /** The key's name; of a log's key, the log's origin. */
  readonly name: string;
  /** Eight hexadecimal digits. Name and id together name the key. */
  readonly id: string;
  /** As it is published: `<name>+<id>+<base64 of the type and the public key>`. */
  readonly vkey: string;
  readonly publicKey: KeyObject;
}

/** A key that signs. */
export interface Signer {
  readonly key: VerifierKey;
  readonly sign: (text: string) => Buffer;
}

/** The type byte of an Ed25519 key (C2SP signed-note, signature types). */
const ed25519 = Buffer.of(1);

/** Signature lines that are looked at: the rule asks for at least 16, and a flood of them is refused. */
const mostSignatures = 100;

const keyName = /^[^\s+]+$/u;

/** Whether a name can be a key's: not empty, no spaces, no plus. */
const isKeyName = (name: string): boolean => keyName.test(name) && name.isWellFormed();

/** The key of a published text. Throws `BadNote` when it is not one, or when its id is not that of its name and bytes. */
export function parseVkey(vkey: string): VerifierKey {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(vkey) ?? [];
  const bytes = encoded === undefined ? null : fromBase64(encoded);
  if (name === undefined || bytes === null || bytes[0] !== ed25519[0] || bytes.length !== 33) {
    throw new BadNote(
      `${JSON.stringify(vkey.slice(0, 200))} is not a key: it must be <name>+<8 hexadecimal digits>+<base64 of an Ed25519 key>.`,
    );
  }
  const key = verifierKey(
    name,
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') }, format: 'jwk' }),
  );
  if (key.id !== id) throw new BadNote(`The key ${name} claims the id ${id}, but its id is ${key.id}.`);
  return key;
}

/** Whether a text is a key as it is published. */
export function isVkey(text: string): boolean {
  try {
    return parseVkey(text).vkey === text;
  } catch {
    return false;
  }
}

/** An Ed25519 public key under a name. Throws `BadNote` when the name cannot be a key's. */
export function verifierKey(name: string, publicKey: KeyObject): VerifierKey {
  if (!isKeyName(name))
    throw new BadNote(
      `${JSON.stringify(name)} is not a key name: it must not be empty, and must contain neither spaces nor a plus sign.`,
    );
  const raw = Buffer.concat([ed25519, Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')]);
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), raw])).slice(0, 8);
  return { name, id, vkey: `${name}+${id}+${raw.toString('base64')}`, publicKey };
}

/** An Ed25519 private key as a signer under a name. */
export function signerOf(name: string, privateKey: KeyObject): Signer {
  return {
    key: verifierKey(name, createPublicKey(privateKey)),
    sign: (text) => sign(null, Buffer.from(text), privateKey),
  };
}

/** Signs a text, which must end with a line break, with each of the keys in turn (C2SP signed-note). */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!isText(text) || signers.length === 0)
    throw new BadNote('A note must have whole lines without control characters, and at least one signature.');
  const lines = signers.map(
    ({ key, sign }) => `— ${key.name} ${Buffer.concat([Buffer.from(key.id, 'hex'), sign(text)]).toString('base64')}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

/**
 * The text of a note, and which of the given keys have signed it. Signatures of other keys are ignored. Throws `BadNote` when the note is
 * not well-formed, when none of the keys has signed it, or when a signature in the name of one of them does not hold.
 */
export function openNote(
  note: string,
  keys: readonly VerifierKey[],
): { readonly text: string; readonly signedBy: readonly VerifierKey[] } {
  const { text, signatures } = splitNote(note);
  const signedBy = new Set<VerifierKey>();
  for (const { name, id, signature } of signatures) {
    const key = keys.find((one) => one.name === name && one.id === id);
    if (key === undefined) continue;
    if (!verify(null, Buffer.from(text), key.publicKey, signature))
      throw new BadNote(`The signature of ${name} (${id}) is invalid.`);
    signedBy.add(key);
  }
  if (signedBy.size === 0)
    throw new BadNote(
      `The note is not signed by any of the trusted keys: ${keys.map(({ name, id }) => `${name} (${id})`).join(', ')}.`,
    );
  return { text, signedBy: [...signedBy] };
}

interface Signature {
  readonly name: string;
  readonly id: string;
  readonly signature: Buffer;
}

/** The text and the signatures of a note, none of which is checked. Throws `BadNote` when it is not well-formed. */
function splitNote(note: string): { text: string; signatures: Signature[] } {
  const end = note.lastIndexOf('\n\n');
  if (end === -1 || !isText(note))
    throw new BadNote('A note is text, an empty line, and signature lines, without control characters.');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > mostSignatures)
    throw new BadNote(`The note has ${lines.length} signatures; at most ${mostSignatures} are checked.`);
  return { text: note.slice(0, end + 1), signatures: lines.map(signatureIn) };
}

function signatureIn(line: string): Signature {
  const [, name, encoded] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
  const bytes = encoded === undefined ? null : fromBase64(encoded);
  if (name === undefined || !isKeyName(name) || bytes === null || bytes.length < 5)
    throw new BadNote('A signature line is not "— <key name> <base64>".');
  return { name, id: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) };
}

// eslint-disable-next-line no-control-regex -- these are the characters to keep out
const controls = /[\u0000-\u0009\u000b-\u001f]/;
const isText = (text: string): boolean => text.endsWith('\n') && !controls.test(text) && text.isWellFormed();

/** The bytes of standard base64 (RFC 4648, section 4) in its one right spelling; null for all else. */
export function fromBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
