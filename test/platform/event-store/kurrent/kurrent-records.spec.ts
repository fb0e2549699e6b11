import { expect, test } from '@jest/globals';
import { canonical } from '../../../../src/platform/event-store/canonical.js';
import { envelope } from '../../../../src/platform/event-store/envelope.js';
import type { StoredEntry } from '../../../../src/platform/event-store/event-store.js';
import {
  apartFrom,
  meaningOf,
  recordsOf,
  type NewRecord,
} from '../../../../src/platform/event-store/kurrent/records.js';
import { draft } from '../../../support/event-store/drafts.js';

/** An entry with fixed ids and salts, whose facts have a key that JavaScript would put elsewhere. */
const given = draft({
  eventId: '01927f5e-8a00-7000-8000-000000000001',
  commandId: 'command-1',
  facts: { z: '1', '10': 'ten', '9': 'nine' },
  text: { note: 'Été' },
});
const parts = {
  facts: { json: canonical(given.facts), salt: Buffer.alloc(32, 1) },
  text: { json: canonical(given.text), salt: Buffer.alloc(32, 2) },
};
const entry: StoredEntry = {
  entry: 7,
  leaf: envelope(given, parts, {
    entry: 7,
    stream: 'commitment-1',
    revision: 3,
    recordedAt: '2026-11-25T12:00:00.000Z',
  }),
  facts: parts.facts.json,
  factsSalt: parts.facts.salt,
  text: parts.text.json,
  textSalt: parts.text.salt,
  request: Buffer.alloc(48, 3),
  code: Buffer.alloc(32, 4),
};

const comesBack = (stream: string, { type, data, metadata }: NewRecord): unknown => {
  const kept = metadata === undefined ? undefined : (JSON.parse(Buffer.from(metadata).toString()) as unknown);
  return meaningOf('idc', {
    stream,
    revision: 7,
    type,
    data: JSON.parse(JSON.stringify(data)) as unknown,
    metadata: kept,
  });
};

test('An entry stands in the event store as decision 16 has it, for ever', () => {
  const [record, second] = recordsOf([entry, { ...entry, request: null, code: null }]) as [NewRecord, NewRecord];
  expect(record).toMatchObject({ id: '01927f5e-8a00-7000-8000-000000000001', type: 'ProgressReported' });
  expect(Buffer.from(record.metadata ?? []).toString()).toBe(entry.leaf);
  expect(JSON.stringify(record.data)).toBe(
    `{"facts":{"9":"nine","10":"ten","z":"1"},"salt":"${'01'.repeat(32)}","code":"${'04'.repeat(32)}","together":2}`,
  );
  expect(Object.keys(second.data)).toEqual(['facts', 'salt']);
});

const told = (entries: readonly StoredEntry[]): unknown[] =>
  apartFrom('idc', entries).map(({ stream, record: { type, data } }) => [stream, type, JSON.stringify(data)]);
const stream = 'idc:command:e12c157c0051f399d6ecb3c03a191d6dd199f58abcb4cf1894db2fc30f331ddf';

test('What a command asked and its only text stand in its stream; several texts each in one of their own, so that one can go alone', () => {
  const { text: hash } = JSON.parse(entry.leaf) as { text: string };
  const asked = `"commandId":"command-1","event":"01927f5e-8a00-7000-8000-000000000001","request":"${'03'.repeat(48)}"`;
  const text = `"text":{"note":"Été"},"salt":"${'02'.repeat(32)}"`;
  expect(told([entry])).toEqual([[stream, 'Asked', `{${asked},"text":{"hash":"${hash}",${text}}}`]]);
  expect(told([entry, { ...entry, text: null, textSalt: null, request: null }])).toEqual(told([entry]));
  expect(told([entry, { ...entry, request: null }])).toEqual([
    [`idc:text:${hash}`, 'Text', `{${text}}`],
    [`idc:text:${hash}`, 'Text', `{${text}}`],
    [stream, 'Asked', `{${asked}}`],
  ]);
  expect(told([{ ...entry, text: null, textSalt: null, request: null }])).toEqual([]);
});

test('An entry comes back byte for byte, and what stands apart from it', () => {
  const [record] = recordsOf([entry]) as [NewRecord];
  const { text: hash } = JSON.parse(entry.leaf) as { text: string };
  const back = comesBack('idc:log', record) as { entry: StoredEntry };
  expect(back).toMatchObject({ kind: 'entry', textHash: hash, together: 1 });
  const plain = (one: StoredEntry): unknown => ({ ...one, factsSalt: [...one.factsSalt] });
  expect(plain(back.entry)).toEqual(plain({ ...entry, text: null, textSalt: null, request: null }));
  const [{ stream: of, record: asked } = { stream: '', record }] = apartFrom('idc', [entry]);
  const { eventId, commandId } = given;
  expect(comesBack(of, asked)).toMatchObject({
    kind: 'apart',
    text: { hash, commandId, json: entry.text },
    request: { eventId, commandId },
  });
  const [{ stream: ofText, record: alone } = { stream: '', record }] = apartFrom('idc', [
    entry,
    { ...entry, request: null },
  ]);
  expect(comesBack(ofText, alone)).toMatchObject({
    kind: 'apart',
    text: { hash, commandId: null, json: entry.text },
    request: null,
  });
  expect(comesBack('idc:list:checkpoints', { id: '', type: 'Value', data: { value: 'one' } })).toEqual({
    kind: 'value',
    list: 'checkpoints',
    place: 7,
    value: 'one',
  });
  expect(comesBack('idc2:log', record)).toBeNull();
});
