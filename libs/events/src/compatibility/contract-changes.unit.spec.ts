import { describe, expect, it } from '@jest/globals';
import { acceptedContracts, contractChanges, describeChange, isBreaking } from './contract-changes.js';
import { presentContracts, type PublishedContract } from './published-contract.js';

const present = presentContracts();
const one = present.find(contract => contract.type === 'call.answered')!;
const others = present.filter(contract => contract !== one);
const rulesOf = (published: readonly PublishedContract[], now: readonly PublishedContract[] = present) =>
  contractChanges(published, now).map(({ type, version, rule }) => `${type} ${version} ${rule}`);

describe('what changed since the contracts were published', () => {
  it('is nothing where nothing did', () => {
    expect(contractChanges(present, present)).toEqual([]);
  });

  it('is a type or a version that was added, and may be', () => {
    const added = contractChanges(others, present);
    expect(added).toEqual([{ type: 'call.answered', version: 1, pointer: '', rule: 'type-added' }]);
    expect(added.filter(isBreaking)).toEqual([]);
    expect(describeChange(added[0]!)).toBe(
      'call.answered.v1: type-added: nobody reads it yet. Accept it: npm run schemas.',
    );
    const second = { ...one, version: 2 };
    expect(contractChanges([one], [second], () => undefined)).toMatchObject([{ version: 2, rule: 'version-added' }]);
  });

  it('may not be a type or a version that was removed or skipped', () => {
    expect(rulesOf(present, others)).toEqual(['call.answered 1 type-removed']);
    const third = { ...one, version: 3 };
    expect(contractChanges([one], [third], () => undefined)).toMatchObject([{ rule: 'version-skipped' }]);
    expect(contractChanges([one, third], [one], () => undefined)).toMatchObject([
      { version: 3, rule: 'version-removed' },
    ]);
  });

  it('may not be the topic', () => {
    expect(rulesOf([...others, { ...one, context: 'sales' }])).toEqual(['call.answered 1 context-changed']);
  });

  it('is found in the schema, and told with what to do', () => {
    const properties = { ...(one.schema['properties'] as object), note: { type: 'string' } };
    const changes = contractChanges([...others, { ...one, schema: { ...one.schema, properties } }], present);
    expect(changes.filter(isBreaking).map(describeChange)).toEqual([
      'call.answered.v1/note: field-removed: readers use it (a renamed field is one removed and one added). ' +
        'Take it back, or declare version 2 of call.answered with an upcaster from 1.',
    ]);
  });

  it('may not leave a golden sample unreadable, nor a version without one', () => {
    const outdated = { ...one, samples: [...one.samples, { ...one.samples[0], waitSec: -1 }] };
    expect(contractChanges([...others, outdated], present)).toEqual([
      {
        type: 'call.answered',
        version: 1,
        pointer: '',
        rule: 'sample-unreadable',
        detail: '/waitSec must be >= 0',
      },
    ]);
    expect(rulesOf([...others, { ...one, samples: [] }])).toContain('call.answered 1 sample-missing');
  });

  it('needs an upcaster for every version before', () => {
    const older = { ...one, version: 0 };
    const changes = contractChanges([...others, older, one], present);
    expect(changes.map(describeChange)).toEqual([
      expect.stringMatching(/^call\.answered\.v0: sample-unreadable \(no upcaster from version 0\): .* Mend the/),
    ]);
  });
});

describe('the contracts that are accepted', () => {
  const sample = { ...one.samples[0], waitSec: 1 };

  it('are published from then on', () => {
    const properties = { ...(one.schema['properties'] as object) };
    delete (properties as Record<string, unknown>)['queue'];
    const published = [{ ...one, schema: { ...one.schema, properties }, samples: [sample] }];
    const accepted = acceptedContracts(published, present);
    expect(contractChanges(accepted, present)).toEqual([]);
    expect(accepted.find(contract => contract.type === one.type)).toEqual({
      ...one,
      samples: [sample, ...one.samples],
    });
  });

  it('keep older versions as they were', () => {
    const older = { ...one, version: 0, samples: [sample] };
    expect(acceptedContracts([older], [one])).toEqual([older, one]);
  });
});
