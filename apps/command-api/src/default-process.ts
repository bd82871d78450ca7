import { commandIdOf, type CommandService } from '@touchstream/command-service';
import { aggregateNamed } from '@touchstream/domain';
import { DEFAULT_PIPELINE } from '@touchstream/events';

const stage = (
  id: string,
  name: string,
  more: { order: number; probability: number; kind?: string; rotAfterDays?: number },
) => ({
  id,
  name,
  exitCriteria: [],
  kind: 'open',
  ...more,
});

const defaultProcess = {
  pipelineId: DEFAULT_PIPELINE,
  name: 'Default sales process',
  isDefault: true,
  stages: [
    stage('qualification', 'Qualification', { order: 1, probability: 10, rotAfterDays: 30 }),
    stage('needs-analysis', 'Needs analysis', { order: 2, probability: 25, rotAfterDays: 30 }),
    stage('proposal', 'Proposal', { order: 3, probability: 50, rotAfterDays: 45 }),
    stage('negotiation', 'Negotiation', { order: 4, probability: 75, rotAfterDays: 30 }),
    stage('won', 'Won', { order: 5, probability: 100, kind: 'won' }),
    stage('lost', 'Lost', { order: 6, probability: 0, kind: 'lost' }),
  ],
};

/** Sees to it that there is a sales process at first start; an installation that has its own keeps it. */
export async function publishDefaultProcess(commands: CommandService, tenantId: string): Promise<void> {
  const { revision } = await commands.read('sales-process', defaultProcess.pipelineId);
  if (revision >= 0) return;
  const commandId = commandIdOf(tenantId, 'default-sales-process');
  await commands.execute({
    aggregate: aggregateNamed('sales-process'),
    command: 'PublishSalesProcess',
    body: { ...defaultProcess, occurredAt: '2000-01-01T00:00:00.000Z' },
    context: { tenantId, commandId, correlationId: commandId, actor: { id: 'touchstream', kind: 'system' } },
  });
}
