import { describe, expect, it } from '@jest/globals';
import { event, SalesProcessPublished, StageRetired } from '@touchstream/events';
import { timeOf, viewSpec } from '../testing/index.js';
import { salesProcesses } from './sales-processes.js';

const stage = (id: string, order: number, kind: 'open' | 'won' | 'lost', rotAfterDays?: number) => ({
  id,
  name: id,
  order,
  probability: kind === 'won' ? 100 : 0,
  exitCriteria: [],
  kind,
  ...(rotAfterDays === undefined ? {} : { rotAfterDays }),
});
const published = (version: number, more: readonly string[] = [], pipelineId = 'default') =>
  event(SalesProcessPublished, {
    pipelineId,
    version,
    name: `Sales ${version}`,
    isDefault: true,
    stages: [
      stage('lost', 9, 'lost'),
      stage('new', 1, 'open', 30),
      ...more.map((id, at) => stage(id, at + 2, 'open')),
      stage('won', 8, 'won'),
    ],
  });
const retired = (stageId: string, replacementId: string) =>
  event(StageRetired, { pipelineId: 'default', stageId, replacementId });

describe('the sales processes', () => {
  it('keep every version, its stages in their order', () => {
    const { versions } = viewSpec(salesProcesses)
      .given([published(1), published(2)])
      .thenKeys(['default'])
      .thenDocument('default', { name: 'Sales 2', isDefault: true, version: 2 })
      .thenIndexed('default', { fields: { name: 'Sales 2', isDefault: true }, text: ['Sales 2'] })
      .document('default');
    expect(versions.map(({ version, publishedAt }) => [version, publishedAt])).toEqual([
      [1, timeOf(0)],
      [2, timeOf(1)],
    ]);
    expect(versions[1]?.stages.map(({ id, rotAfterDays }) => [id, rotAfterDays])).toEqual([
      ['new', 30],
      ['won', null],
      ['lost', null],
    ]);
  });

  it('have one default, whatever was said when another was published', () => {
    viewSpec(salesProcesses)
      .given([published(1, [], 'partners')])
      .thenDocument('partners', { isDefault: false })
      .thenIndexed('partners', { fields: { name: 'Sales 1', isDefault: false }, text: ['Sales 1'] });
  });

  it('name the stages retired, in each version that has both', () => {
    const { versions } = viewSpec(salesProcesses)
      .given([published(1), published(2, ['next', 'last']), retired('new', 'next'), retired('next', 'last')])
      .document('default');
    expect(versions.map(version => version.retired)).toEqual([
      [],
      [
        { stageId: 'new', replacementId: 'next' },
        { stageId: 'next', replacementId: 'last' },
      ],
    ]);
  });
});
