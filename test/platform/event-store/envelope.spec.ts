import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { canonicalize } from 'json-canonicalize';
import {
  envelope,
  fingerprint,
  isFingerprintOf,
  partHash,
  partsOf,
  unseal,
  type EventDraft,
  type SaltedParts,
} from '../../../src/platform/event-store/envelope.js';
import { draft } from '../../support/event-store/drafts.js';

const sample: EventDraft = {
  type: 'ProgressReported',
  schemaVersion: 1,
  eventId: '01927f5e-8a00-7000-8000-000000000001',
  facts: { commitment: 'IDC-ghana-1-C01', claimed: 'limited' },
  text: { narrative: 'Tout âge compté.', language: 'fr' },
  effective: '2024-05',
  actor: '0190a5f2-0000-7000-8000-000000000001',
  role: 'reporter',
  onBehalfOf: 'ghana',
  commandId: 'report-1',
  correlationId: 'request-1',
  causationId: null,
  client: 'idc-test/1',
  origin: { kind: 'import', record: 'idc.json#/reports/0', sources: ['https://example.org/'], sourceDate: '2024-06' },
};
const parts: SaltedParts = {
  facts: { json: '{"claimed":"limited","commitment":"IDC-ghana-1-C01"}', salt: new Uint8Array(32).fill(1) },
  text: { json: '{"language":"fr","narrative":"Tout âge compté."}', salt: new Uint8Array(32).fill(2) },
};
const place = {
  entry: 4812,
  stream: 'commitment-IDC-ghana-1-C01',
  revision: 3,
  recordedAt: '2026-01-02T03:04:05.678Z',
};

/** The sample's leaf, letter by letter: whatever changes it changes every proof ever given. */
const leaf =
  '{"actor":"0190a5f2-0000-7000-8000-000000000001","causationId":null,"client":"idc-test/1","commandId":"report-1","correlationId":"request-1",' +
  '"effective":"2024-05","entry":4812,"eventId":"01927f5e-8a00-7000-8000-000000000001",' +
  '"facts":"94e5e603e3a8cef2c86e2311677847fd3916d4203a063d791e75fe7158cbf85d",' +
  '"format":1,"onBehalfOf":"ghana",' +
  '"origin":{"kind":"import","record":"idc.json#/reports/0","sourceDate":"2024-06","sources":["https://example.org/"]},' +
  '"recordedAt":"2026-01-02T03:04:05.678Z","revision":3,"role":"reporter","schemaVersion":1,"stream":"commitment-IDC-ghana-1-C01",' +
  '"text":"52075e5c9ad4b8e02b1d69159271318f459b06020cbfc0c0b732026e87cf155a",' +
  '"type":"ProgressReported"}';

const sha256 = (...bytes: (string | Uint8Array)[]): string =>
  createHash('sha256')
    .update(Buffer.concat(bytes.map((part) => Buffer.from(part))))
    .digest('hex');

describe('The envelope of an event', () => {
  test('is, byte for byte, what it was when the first event was recorded', () => {
    expect(envelope(sample, parts, place)).toBe(leaf);
    expect(sha256(leaf)).toBe('9d90d698bd3a169fdfbaf46dfd44234720fc7c06455f123191c780222efe3ddd');
  });

  test('holds of each part SHA-256 over its label, the event id, the salt and the canonical value', () => {
    const { facts, text } = JSON.parse(leaf) as { facts: string; text: string };
    expect(facts).toBe(sha256('idc:facts:1', sample.eventId, new Uint8Array(32).fill(1), parts.facts.json));
    expect(text).toBe(sha256('idc:text:1', sample.eventId, new Uint8Array(32).fill(2), parts.text?.json ?? ''));
    expect(envelope({ ...sample, text: null }, { ...parts, text: null }, place)).toBe(
      leaf.replace(`"${text}"`, 'null'),
    );
  });

  test('is canonical JSON of all but the parts, by another implementation too', () => {
    const { facts, text, ...provenance } = sample;
    const hashes = {
      facts: partHash('facts', sample.eventId, parts.facts),
      text: partHash('text', sample.eventId, parts.text ?? parts.facts),
    };
    expect([facts, text]).not.toContain(null);
    expect(envelope(sample, parts, place)).toBe(canonicalize({ format: 1, ...provenance, ...place, ...hashes }));
  });

  test('changes with everything that is said of the event', () => {
    const changes: Partial<EventDraft>[] = [
      { type: 'Other' },
      { schemaVersion: 2 },
      { eventId: 'other' },
      { effective: null },
      { actor: 'other' },
      { role: 'auditor' },
      { onBehalfOf: null },
      { commandId: 'other' },
      { correlationId: 'other' },
      { causationId: 'other' },
      { client: 'other' },
      { origin: { ...sample.origin, sources: [] } },
    ];
    const places = [{ entry: 4813 }, { stream: 'other' }, { revision: 4 }, { recordedAt: '2026-01-02T03:04:05.679Z' }];
    const leaves = [
      leaf,
      ...changes.map((change) => envelope({ ...sample, ...change }, parts, place)),
      ...places.map((change) => envelope(sample, parts, { ...place, ...change })),
    ];
    expect(new Set(leaves).size).toBe(1 + changes.length + places.length);
    expect(Object.keys({ ...sample, ...place })).toHaveLength(changes.length + places.length + 2);
  });

  test('changes with label, event id, salt and value of a part', () => {
    const { facts } = parts;
    const otherSalt = Uint8Array.from(facts.salt);
    otherSalt[31] = 0;
    const hashes = [
      partHash('facts', 'id', facts),
      partHash('text', 'id', facts),
      partHash('facts', 'ie', facts),
      partHash('facts', 'id', { ...facts, salt: otherSalt }),
      partHash('facts', 'id', { ...facts, json: facts.json.replace('limited', 'Limited') }),
    ];
    expect(new Set(hashes).size).toBe(5);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('says nothing of a part to whoever does not have its salt: each has a fresh one of 32 bytes', () => {
    const salts = [1, 2, 3].flatMap(() => {
      const { facts, text } = partsOf(sample);
      expect([facts.json, text?.json]).toEqual([parts.facts.json, parts.text?.json]);
      return [facts.salt, text?.salt ?? new Uint8Array()];
    });
    expect(salts.map((salt) => salt.length)).toEqual([32, 32, 32, 32, 32, 32]);
    expect(new Set(salts.map((salt) => Buffer.from(salt).toString('hex'))).size).toBe(6);
    expect(partsOf(draft({ text: null })).text).toBeNull();
  });

  test('and its parts give the event back', () => {
    expect(unseal(leaf, parts.facts.json, parts.text?.json ?? null)).toEqual({ ...sample, ...place });
    expect(unseal(leaf, parts.facts.json, null)).toEqual({ ...sample, ...place, text: null });
  });

  test('of a format that this program does not know is refused', () => {
    expect(() => unseal(leaf.replace('"format":1', '"format":2'), parts.facts.json, null)).toThrow(
      'Entry 4812 has envelope format 2; this program supports 1.',
    );
  });
});

describe('The fingerprint of a request', () => {
  test('tells the same request from any other, and is another each time', () => {
    const [one, other] = [fingerprint('{"a":1}'), fingerprint('{"a":1}')];
    expect(one).not.toEqual(other);
    for (const stored of [one, other]) {
      expect(stored).toHaveLength(48);
      expect([
        isFingerprintOf(stored, '{"a":1}'),
        isFingerprintOf(stored, '{"a":2}'),
        isFingerprintOf(stored, ''),
      ]).toEqual([true, false, false]);
    }
    expect(Buffer.from(fingerprint('x', new Uint8Array(16).fill(7))).toString('hex')).toBe(
      '07'.repeat(16) + sha256(new Uint8Array(16).fill(7), 'x'),
    );
  });
});
