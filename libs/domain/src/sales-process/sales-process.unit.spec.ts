import { describe, expect, it } from '@jest/globals';
import { event, SalesProcessPublished, StageRetired } from '@touchstream/events';
import { given } from '../testing/index.js';
import { currentVersion, salesProcess, stageInUse } from './sales-process.js';

const stage = (id: string, order: number, probability: number, kind: 'open' | 'won' | 'lost') => ({
  id,
  name: id,
  order,
  probability,
  exitCriteria: [],
  kind,
});
const stages = [
  stage('qualification', 1, 10, 'open'),
  stage('proposal', 2, 50, 'open'),
  stage('won', 3, 100, 'won'),
  stage('lost', 4, 0, 'lost'),
];
const published = event(SalesProcessPublished, {
  pipelineId: 'default',
  version: 1,
  name: 'Default',
  isDefault: true,
  stages,
});
const publish = { pipelineId: 'default', name: 'Default', isDefault: true, stages };

describe('a sales process', () => {
  it('is published as version 1, then 2', () => {
    given(salesProcess, []).when('PublishSalesProcess', publish).then([published]);
    given(salesProcess, [published])
      .when('PublishSalesProcess', publish)
      .then([event(SalesProcessPublished, { ...published.data, version: 2 })]);
  });

  it('is the default one where it is called default, and no other is', () => {
    const asked = (pipelineId: string, isDefault?: boolean) =>
      given(salesProcess, []).when('PublishSalesProcess', { pipelineId, name: 'Default', stages, isDefault });
    asked('default').then([published]);
    asked('default', false).thenRefused('default-process', '/isDefault');
    const other = event(SalesProcessPublished, { ...published.data, pipelineId: 'partners', isDefault: false });
    asked('partners').then([other]);
    asked('partners', false).then([other]);
    asked('partners', true).thenRefused('default-process', '/isDefault');
  });

  it('refuses stages that contradict each other', () => {
    const refused = (code: string, field: string, changed: typeof stages) =>
      given(salesProcess, [])
        .when('PublishSalesProcess', { ...publish, stages: changed })
        .thenRefused(code, field);
    refused('duplicate-stage', '/stages', [...stages, stage('won', 5, 100, 'won')]);
    refused('duplicate-order', '/stages', [...stages, stage('more', 1, 20, 'open')]);
    refused(
      'stage-kind-missing',
      '/stages',
      stages.filter(s => s.kind !== 'lost'),
    );
    refused(
      'stage-probability',
      '/stages/2/probability',
      stages.map(s => (s.id === 'won' ? { ...s, probability: 90 } : s)),
    );
  });

  it('retires a stage once, in favour of another of its kind', () => {
    const retire = { stageId: 'proposal', replacementId: 'qualification' };
    const retired = event(StageRetired, { pipelineId: 'default', ...retire });
    given(salesProcess, [published])
      .when('RetireStage', retire, { meta: { aggregateId: 'default' } })
      .then([retired]);
    given(salesProcess, [published, retired]).when('RetireStage', retire).thenNothing();
    given(salesProcess, [published])
      .when('RetireStage', { ...retire, replacementId: 'won' })
      .thenRefused('stage-kind', '/replacementId');
    given(salesProcess, [published])
      .when('RetireStage', { ...retire, stageId: 'nope' })
      .thenRefused('unknown-stage', '/stageId');
    given(salesProcess, [published, retired])
      .when('RetireStage', { stageId: 'qualification', replacementId: 'proposal' })
      .thenRefused('unknown-stage', '/replacementId');
  });

  it('keeps a version that opportunities follow in step with what was retired since', () => {
    const again = event(SalesProcessPublished, { ...published.data, version: 2 });
    const retire = (stageId: string, replacementId: string) =>
      event(StageRetired, { pipelineId: 'default', stageId, replacementId });
    const [first, second] = given(salesProcess, [
      published,
      retire('proposal', 'qualification'),
      again,
      retire('qualification', 'proposal'),
    ]).state().versions;
    expect(stageInUse(first!, 'proposal')?.id).toBe('qualification');
    expect(stageInUse(first!, 'qualification')?.id).toBe('qualification');
    expect(stageInUse(second!, 'qualification')?.id).toBe('proposal');
    expect(stageInUse(second!, 'constructor')).toBeUndefined();
  });

  it('publishes a retired stage anew in its next version', () => {
    const retired = event(StageRetired, { pipelineId: 'default', stageId: 'proposal', replacementId: 'qualification' });
    const again = event(SalesProcessPublished, { ...published.data, version: 2 });
    const state = given(salesProcess, [published, retired, again]).state();
    expect(stageInUse(currentVersion(state)!, 'proposal')?.id).toBe('proposal');
  });
});
