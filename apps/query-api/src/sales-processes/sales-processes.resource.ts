import { stageKinds } from '@touchstream/events';
import { answer } from '@touchstream/platform';
import { salesProcesses as view } from '@touchstream/views';
import { resource, search } from '../reads/index.js';

const { choice, flag, instant, list, nullable, object, text, whole } = answer;

const schema = object({
  pipelineId: text(),
  name: text(),
  isDefault: flag('Whether opportunities follow it which name none: the one called `default`, and no other.'),
  version: whole('The newest version.'),
  versions: list(
    object({
      version: whole(),
      publishedAt: instant(),
      stages: list(
        object({
          id: text(),
          name: text(),
          order: whole(),
          probability: whole('Percent.'),
          exitCriteria: list(text()),
          rotAfterDays: nullable(whole('Days after which a deal counts as stalled.')),
          kind: choice(stageKinds),
        }),
      ),
      retired: list(
        object({ stageId: text(), replacementId: text('What a move to the stage enters instead.') }),
        'Opportunities that stood in such a stage are shown in it until they move on.',
      ),
    }),
  ),
  revision: whole('For `If-Match`.'),
});

export const salesProcesses = resource({
  view,
  tag: 'Sales processes',
  base: '/v1/sales-processes',
  noun: 'sales process',
  response: schema,
  present: process => process,
  revision: process => process.revision,
  filters: {
    default: {
      about: 'Only the default one, or only the others.',
      schema: { type: 'string', enum: ['true', 'false'] },
      condition: value => ({ field: 'isDefault', is: value === 'true' }),
    },
    q: search,
  },
  orders: { name: { about: 'by name', field: 'name', direction: 'ascending' } },
});
