import { interaction } from '@touchstream/domain';
import { commandRoutes } from '../commands/index.js';

export const interactionRoutes = commandRoutes(interaction, {
  tag: 'Interactions',
  base: '/v1/interactions',
  paths: {
    LogInteraction: '',
    CorrectInteraction: '/correct',
    AttachDocument: '/documents',
    RecordCostToServe: '/costs',
    RecordWebVisit: '/web-visits',
    IdentifyVisitor: '/visitor',
  },
});
